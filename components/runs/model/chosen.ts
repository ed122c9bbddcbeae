import type { Status } from "#server/engine/live/wire";
import { counted, isRetriable } from "./retry";

type Chosen = { readonly status: Status; readonly treeId: string; readonly name: string };
export type ChosenAct = "open" | "cancel" | "retry" | "pause" | "resume" | "compare" | "copy" | "letGo";

type Given = {
  /** Rows that are checked, or else the one that the keys stand on. */
  readonly runs: readonly Chosen[];
  readonly checked: boolean;
  readonly may: Readonly<Partial<Record<ChosenAct, boolean>>>;
  readonly isLive: (status: Status) => boolean;
};

type Offered = { readonly act: ChosenAct; readonly title: string };

/** What can be done with the chosen runs of a list, as the palette says it: what is likeliest stands first. */
export function chosenActs({ runs, checked, may, isLive }: Given): readonly Offered[] {
  const [run] = runs;
  if (!run) return [];
  const single = runs.length === 1;
  const offer = (act: ChosenAct, fits: boolean, title: string): readonly Offered[] =>
    fits && may[act] !== false ? [{ act, title }] : [];
  const open = runs.filter(({ status }) => isLive(status)).length;
  const again = runs.filter(isRetriable).length;
  return [
    ...offer("open", single, `Open ${run.name}`),
    ...offer("retry", again > 0, `Retry ${counted(again, "run")}…`),
    ...offer("cancel", open > 0, `Cancel ${counted(open, "run")}…`),
    ...offer("pause", single && open === 1 && run.status !== "paused", "Pause it"),
    ...offer("resume", single && run.status === "paused", "Resume it"),
    ...offer("compare", isComparable(runs), single ? "Compare it with another run…" : "Compare the two"),
    ...offer("copy", single, "Copy link to it"),
    ...offer("letGo", checked, "Let go of the selection"),
  ];
}

export function chosenHeading(count: number): string {
  return count === 1 ? "The chosen run" : `${count} chosen runs`;
}

/** One with any other, or two of different trees. */
function isComparable(runs: readonly Chosen[]): boolean {
  return new Set(runs.map(({ treeId }) => treeId)).size === runs.length && runs.length <= 2;
}
