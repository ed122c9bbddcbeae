import type { RunRow, Status, TreeSummary } from "#server/engine/live/wire";
import { isLive } from "../../ui/tone";
import type { Forest } from "./forest";
import { type WaitMark, waitOf } from "./row-marks";
import type { Tally } from "./tally";

/** How a tree stands as a whole, and its runs that have not ended. */
export type Standing = {
  readonly status: Status;
  /** What all of it waits for; `null` = something moves, or nothing will. */
  readonly wait: WaitMark | null;
  readonly open: number;
  /** What the open runs do. */
  readonly word: string;
};

export function standingOf(forest: Forest, tree: TreeSummary): Standing {
  const open = forest.total.running + forest.total.waiting + forest.total.queued;
  if (tree.status === "needs_attention") return { status: tree.status, wait: null, open, word: "held back" };
  if (tree.paused && isLive(tree.status)) return { status: "paused", wait: null, open, word: "paused" };
  const wait = isLive(tree.status) ? waitOfAll(forest) : null;
  if (wait) {
    const status = wait.kind === "person" ? "needs_attention" : "waiting";
    return { status, wait, open, word: "waiting" };
  }
  return { status: tree.status, wait: null, open: forest.total.running, word: "running" };
}

/**
 * The first thing that any run waits for, a person before all else, where nothing works and no run only waits for its
 * turn.
 */
function waitOfAll(forest: Forest): WaitMark | null {
  const parked = [...forest.parked].flatMap((no) => forest.rows[no] ?? []);
  if (parked.some(moves)) return null;
  let first = parked[0] ? waitOf(forest, parked[0]) : null;
  for (const no of forest.live) {
    const open = forest.rows[no];
    const wait = open && !moves(open) ? waitOf(forest, open) : null;
    if (!wait || wait.kind === "place") return null;
    if (wait.kind !== "children") first ??= wait;
  }
  return first;
}

/** Whether a run works at a node, or stands in line for a place, whatever else in it waits. */
function moves({ activeNode }: RunRow): boolean {
  return activeNode !== null;
}

/** Counts of a tree that stands still: what looks at work there only waits. */
export function stillCounts(counts: Tally, still: boolean): Tally {
  return still ? { ...counts, waiting: counts.waiting + counts.running, running: 0 } : counts;
}
