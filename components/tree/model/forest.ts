import { rowWith } from "#server/engine/live/row-notes";
import type { RunRow, RunRowDelta } from "#server/engine/live/wire";
import { isLive, type Tone, toneOf } from "../../ui/tone";
import { move, newTally, type Tally } from "./tally";

/** Children of one run that the same node started. Above `BUNDLE_ABOVE` members the tree shows it as one row. */
export type Siblings = {
  readonly key: string;
  readonly parent: number;
  readonly node: string;
  /** The node repeats: each member belongs to an iteration, which its `item` counts. */
  readonly loop: boolean;
  /** In order of start. */
  readonly members: number[];
  /** States of the members themselves. */
  readonly tally: Tally;
};

export const BUNDLE_ABOVE = 20;

/**
 * Every run of a tree by its number, with all that the view counts. Folded in place: a row costs a step
 * per ancestor and nothing that grows with the tree.
 */
export type Forest = {
  readonly rows: RunRow[];
  readonly siblings: Map<string, Siblings>[];
  /** Descendants of a run, without itself. */
  readonly below: Tally[];
  /** Direct children that failed: a failed run with none is a root cause. */
  readonly failedChildren: number[];
  /** Direct children that have not ended, whatever they wait for. */
  readonly openChildren: number[];
  /** Raised when a row, or anything below it, changed. */
  readonly stamps: number[];
  readonly levels: Tally[];
  readonly total: Tally;
  readonly failed: Set<number>;
  /** Runs to which more will happen. */
  readonly live: Set<number>;
  /** Runs with a place that waits for a person to decide. */
  readonly parked: Set<number>;
  /** What all its runs have used. */
  readonly used: { tokens: number; costUsd: number };
  /** Ancestors visited so far: the work that folding has cost. */
  steps: number;
};

export function newForest(): Forest {
  return {
    rows: [],
    siblings: [],
    below: [],
    failedChildren: [],
    openChildren: [],
    stamps: [],
    levels: [],
    total: newTally(),
    failed: new Set(),
    live: new Set(),
    parked: new Set(),
    used: { tokens: 0, costUsd: 0 },
    steps: 0,
  };
}

export function siblingsKey(parent: number, node: string | null): string {
  return `${parent}/${node ?? ""}`;
}

export function siblingsOf(forest: Forest, row: RunRow): Siblings | undefined {
  if (row.parent === null) return undefined;
  return forest.siblings[row.parent]?.get(siblingsKey(row.parent, row.node));
}

export type Folded = "added" | "changed" | "incomplete";

/** Folds one delta in. `incomplete` = it changes a run that this forest has never seen, so rows are missing. */
export function fold(forest: Forest, delta: RunRowDelta): Folded {
  const before = forest.rows[delta.no];
  if (before) {
    change(forest, before, rowWith(before, delta));
    return "changed";
  }
  if (!isWhole(delta) || (delta.parent !== null && !forest.rows[delta.parent])) return "incomplete";
  add(forest, delta);
  return "added";
}

const REQUIRED = ["parent", "depth", "slug", "status", "startedAt"] as const;

function isWhole(delta: RunRowDelta): delta is RunRow {
  return REQUIRED.every((field) => delta[field] !== undefined);
}

function add(forest: Forest, row: RunRow): void {
  const { no } = row;
  forest.rows[no] = row;
  forest.siblings[no] = new Map();
  forest.below[no] = newTally();
  forest.failedChildren[no] = 0;
  forest.openChildren[no] = 0;
  if (row.endedAt === null) countOpen(forest, row, 1);
  forest.stamps[no] = 0;
  if (row.parent !== null) joinSiblings(forest, row, row.parent);
  use(forest, row.tokens, row.costUsd);
  count(forest, row, null, toneOf(row.status));
}

function joinSiblings(forest: Forest, row: RunRow, parent: number): void {
  const groups = forest.siblings[parent];
  if (!groups) return;
  const key = siblingsKey(parent, row.node);
  const group = groups.get(key);
  if (group) group.members.push(row.no);
  else groups.set(key, newSiblings(forest, key, parent, row));
}

function newSiblings(forest: Forest, key: string, parent: number, { no, node }: RunRow): Siblings {
  const loop = node !== null && forest.rows[parent]?.notes?.loops?.includes(node) === true;
  return { key, parent, node: node ?? "", loop, members: [no], tally: newTally() };
}

function countOpen({ openChildren }: Forest, { parent }: RunRow, by: 1 | -1): void {
  if (parent !== null) openChildren[parent] = (openChildren[parent] ?? 0) + by;
}

function use({ used }: Forest, tokens: number, costUsd: number): void {
  used.tokens += tokens;
  used.costUsd += costUsd;
}

function change(forest: Forest, before: RunRow, after: RunRow): void {
  forest.rows[after.no] = after;
  if (before.endedAt === null && after.endedAt !== null) countOpen(forest, after, -1);
  use(forest, after.tokens - before.tokens, after.costUsd - before.costUsd);
  const from = toneOf(before.status);
  const to = toneOf(after.status);
  if (from === to) forest.stamps[after.no] = (forest.stamps[after.no] ?? 0) + 1;
  else count(forest, after, from, to);
}

function count(forest: Forest, row: RunRow, from: Tone | null, to: Tone): void {
  move(forest.total, from, to);
  forest.levels[row.depth] ??= newTally();
  const level = forest.levels[row.depth];
  if (level) move(level, from, to);
  const group = siblingsOf(forest, row);
  if (group) move(group.tally, from, to);
  index(forest, row, from, to);
  countInAncestors(forest, row, from, to);
}

function index(forest: Forest, row: RunRow, from: Tone | null, to: Tone): void {
  if (isLive(row.status)) forest.live.add(row.no);
  else forest.live.delete(row.no);
  if (row.status === "needs_attention") forest.parked.add(row.no);
  else forest.parked.delete(row.no);
  const failed = Number(to === "failed") - Number(from === "failed");
  if (failed === 0) return;
  if (failed > 0) forest.failed.add(row.no);
  else forest.failed.delete(row.no);
  if (row.parent !== null)
    forest.failedChildren[row.parent] = (forest.failedChildren[row.parent] ?? 0) + failed;
}

function countInAncestors(forest: Forest, row: RunRow, from: Tone | null, to: Tone): void {
  forest.stamps[row.no] = (forest.stamps[row.no] ?? 0) + 1;
  for (let no = row.parent; no !== null; no = forest.rows[no]?.parent ?? null) {
    const below = forest.below[no];
    if (below) move(below, from, to);
    forest.stamps[no] = (forest.stamps[no] ?? 0) + 1;
    forest.steps += 1;
  }
}

/** From the root down to the run itself. */
export function pathOf(forest: Forest, no: number): RunRow[] {
  const path: RunRow[] = [];
  for (let row = forest.rows[no]; row; row = row.parent === null ? undefined : forest.rows[row.parent])
    path.push(row);
  return path.reverse();
}

/** Name of a run in the tree: its label, or workflow and number; the root needs no number. */
export function nameOf(row: RunRow): string {
  return row.label ?? (row.no === 0 ? row.slug : `${row.slug}#${row.no}`);
}
