import type { Status } from "#server/engine/live/wire";
import { isLive } from "../../ui/tone";
import { counted, retriedOf } from "./retry";

type State = { readonly status: Status; readonly failure: { readonly code: string } | null };
type Chosen = State & { readonly treeId: string; readonly parentId: string | null; readonly name: string };
export type ChosenAct =
  | "open"
  | "cancel"
  | "retry"
  | "requeue"
  | "pause"
  | "resume"
  | "compare"
  | "copy"
  | "letGo";

type Given = {
  /** Rows that are checked, or else the one that the keys stand on. */
  readonly runs: readonly Chosen[];
  readonly checked: boolean;
  readonly may: Readonly<Partial<Record<ChosenAct, boolean>>>;
};

type Offered = { readonly act: ChosenAct; readonly title: string };

/** The engine has taken its tree out of work: nothing can be done to it before a requeue. */
export function isHeldBack({ status, failure }: State): boolean {
  return status === "needs_attention" && failure?.code === "NeedsAttention";
}

/** It goes on, or waits for a person's word to go on. */
export function isOpen(run: State): boolean {
  return isLive(run.status) || (run.status === "needs_attention" && !isHeldBack(run));
}

/** What can be done with the chosen runs of a list, as the palette says it: what is likeliest stands first. */
export function chosenActs({ runs, checked, may }: Given): readonly Offered[] {
  const [run] = runs;
  if (!run) return [];
  const single = runs.length === 1;
  const whole = run.parentId === null ? "it" : "its tree";
  const offer = (act: ChosenAct, fits: boolean, title: string): readonly Offered[] =>
    fits && may[act] !== false ? [{ act, title }] : [];
  const open = runs.filter(isOpen).length;
  const again = retriedOf(runs);
  return [
    ...offer("open", single, `Open ${run.name}`),
    ...offer("requeue", single && isHeldBack(run), `Requeue ${whole}`),
    ...offer("retry", again > 0, `Retry ${counted(again, "run")}…`),
    ...offer("cancel", open > 0, `Cancel ${counted(open, "run")}…`),
    ...offer("pause", single && open === 1 && run.status !== "paused", `Pause ${whole}`),
    ...offer("resume", single && run.status === "paused", `Resume ${whole}`),
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
