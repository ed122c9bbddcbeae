/** A tree that goes on by itself, and what its close policy does to it when the run that started it ends. */
export type DetachedReach = {
  readonly id: string;
  readonly slug: string;
  readonly label: string | null;
  readonly closePolicy: "terminate" | "requestCancel" | "abandon";
};

const WORDS = {
  terminate: "is cancelled too",
  requestCancel: "is asked to stop",
  abandon: "goes on",
} as const;
const SHOWN = 5;

/** `helper is cancelled too`, one line each, and how many more there are. */
export function detachedLines(detached: readonly DetachedReach[]): readonly string[] {
  const lines = detached
    .slice(0, SHOWN)
    .map(({ slug, label, closePolicy }) => `${label ?? slug} ${WORDS[closePolicy]}`);
  const rest = detached.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} more`] : lines;
}
