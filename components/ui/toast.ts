type More = {
  readonly description?: string;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};
export type Said = More & { readonly type: "success" | "error"; readonly title: string };
type Show = (said: Said) => void;

/** What was said before something could show it. */
const waiting: Said[] = [];
let show: Show | null = null;
let wake: () => void = () => undefined;

const say =
  (type: Said["type"]) =>
  (title: string, more: More = {}): void => {
    const said = { ...more, type, title };
    if (show) show(said);
    else {
      waiting.push(said);
      wake();
    }
  };

/** The result of one's own act. What others did belongs to the notifications. */
export const toast = { success: say("success"), error: say("error") };

/** Shows what waits, and from now on everything, until the returned function is called. */
export function showToasts(by: Show): () => void {
  show = by;
  for (const said of waiting.splice(0)) by(said);
  return () => {
    show = null;
  };
}

/** Calls `listener` when something is said that nobody can show yet. */
export function onFirstToast(listener: () => void): () => void {
  wake = listener;
  if (waiting.length > 0) listener();
  return () => {
    wake = () => undefined;
  };
}
