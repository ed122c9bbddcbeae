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
  let first: WaitMark | null = null;
  // What is parked comes first.
  for (const no of openRuns(forest)) {
    const wait = restOf(forest, no);
    if (!wait) return null;
    if (wait.kind !== "children") first ??= wait;
  }
  return first;
}

function openRuns({ parked, live }: Forest): ReadonlySet<number> {
  return new Set([...parked, ...live]);
}

/** What a run does nothing but wait for; `null` = it works at a node, or stands in line for a place. */
function restOf(forest: Forest, no: number): WaitMark | null {
  const row = forest.rows[no];
  const wait = row && row.activeNode === null ? waitOf(forest, row) : null;
  return wait?.kind === "place" ? null : wait;
}

/** Nodes of the root that do nothing but wait, themselves or in all runs below them. */
export function waitingNodes(forest: Forest): readonly string[] {
  const waiting = new Set(ownWaits(forest.rows[0]));
  const moving = new Set<string>();
  for (const no of openRuns(forest)) {
    const node = nodeAbove(forest, no);
    if (node === null) continue;
    if (restOf(forest, no)) waiting.add(node);
    else moving.add(node);
  }
  return [...waiting].filter((node) => !moving.has(node));
}

function ownWaits(root: RunRow | undefined): readonly string[] {
  const waits = root && root.endedAt === null ? (root.notes?.waits ?? []) : [];
  return waits.flatMap(({ node }) => (node === root?.activeNode ? [] : [node]));
}

/** The node of the root under which a run stands; `null` = it is the root. */
function nodeAbove({ rows }: Forest, no: number): string | null {
  let row = rows[no];
  while (row && row.parent !== 0 && row.parent !== null) row = rows[row.parent];
  return row?.node ?? null;
}

/** Counts of a tree that stands still: what looks at work there only waits. */
export function stillCounts(counts: Tally, still: boolean): Tally {
  return still ? { ...counts, waiting: counts.waiting + counts.running, running: 0 } : counts;
}
