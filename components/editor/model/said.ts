import { GROUP_IDLE_MS, type History } from "./history";
import { counted } from "./names";
import type { EditorStore } from "./store";

/** What has become of a history, in words. */
export type Said = {
  readonly text: string;
  /** It may go on: the same edit grows by what follows closely. */
  readonly group?: string | undefined;
};

/** What was done between two moments of a history; `null` = nothing. */
export function saidOf(before: History, after: History): Said | null {
  if (before.past === after.past) return null;
  const undone = after.future.slice(0, Math.max(0, after.future.length - before.future.length));
  const [first] = undone;
  if (first) return { text: whole("Undone", undone.length, `back to before ${first.label}`, first.label) };
  const last = after.past.at(-1);
  if (!last) return null;
  const redone = before.future.length - after.future.length;
  // What is done anew has the operations that it had.
  if (redone > 0 && before.future[redone - 1]?.operations === last.operations)
    return { text: whole("Redone", redone, `up to ${last.label}`, last.label) };
  return { text: last.label, group: last.group };
}

function whole(how: string, count: number, reach: string, label: string): string {
  return `${how}: ${count === 1 ? label : `${counted("edit", count)}, ${reach}`}`;
}

/**
 * Says each edit as it is done, and what is taken back or done again. What grows by what is typed, or by steps of a key,
 * is said once it rests. Returns how to stop.
 */
export function sayEdits(store: EditorStore, say: (text: string) => void): () => void {
  let { history } = store.get();
  let growing: Said | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const rest = (said: Said) => {
    growing = said;
    timer = setTimeout(() => {
      growing = null;
      say(said.text);
    }, 2 * GROUP_IDLE_MS);
  };
  const stop = store.subscribe(() => {
    const said = saidOf(history, store.get().history);
    history = store.get().history;
    if (said === null) return;
    const earlier = growing !== null && growing.group !== said.group ? [growing.text] : [];
    clearTimeout(timer);
    growing = null;
    const now = said.group === undefined ? [...earlier, said.text] : earlier;
    if (now.length > 0) say(now.join(". "));
    if (said.group !== undefined) rest(said);
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
