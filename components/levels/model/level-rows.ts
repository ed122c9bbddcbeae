import type { RunRow } from "#server/engine/live/wire";
import { type Forest, moveTally, newTally, type Tally } from "../../tree";
import { toneOf } from "../../ui/tone";

/** What the runs of one depth took together. */
export type LevelRow = {
  readonly depth: number;
  readonly counts: Tally;
  /** The first of them that failed and of which no child did; else the first that failed. */
  readonly firstFailed: number | null;
  /** Of the runs that have ended; `null` while none has. */
  readonly p50: number | null;
  readonly p95: number | null;
  /** From start to end of each, or up to now, in sum. */
  readonly elapsed: number;
  readonly tokens: number;
  readonly costUsd: number;
};

type Gathered = {
  counts: Tally;
  lengths: number[];
  elapsed: number;
  tokens: number;
  costUsd: number;
  firstFailed: number | null;
};

/**
 * One row a depth, the root's first. Goes through all runs once.
 * @param only Runs that count; `null` = all do.
 */
export function levelRows(
  forest: Forest,
  until: number,
  only: ReadonlySet<number> | null = null,
): readonly LevelRow[] {
  const gathered = forest.levels.map(
    (): Gathered => ({
      counts: newTally(),
      lengths: [],
      elapsed: 0,
      tokens: 0,
      costUsd: 0,
      firstFailed: null,
    }),
  );
  for (const row of forest.rows) {
    const level = row && (only?.has(row.no) ?? true) ? gathered[row.depth] : undefined;
    if (level) gather(forest, level, row, until);
  }
  return gathered.map(({ lengths, ...level }, depth) => {
    const sorted = lengths.sort((a, b) => a - b);
    return {
      depth,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      ...level,
    };
  });
}

function gather(forest: Forest, level: Gathered, row: RunRow, until: number): void {
  moveTally(level.counts, null, toneOf(row.status));
  level.elapsed += Math.max(0, (row.endedAt ?? until) - row.startedAt);
  if (row.endedAt !== null) level.lengths.push(row.endedAt - row.startedAt);
  level.tokens += row.tokens;
  level.costUsd += row.costUsd;
  if (row.status === "failed" && isEarlier(forest, row.no, level.firstFailed)) level.firstFailed = row.no;
}

/** Root causes come before runs that failed because a child did. */
function isEarlier({ failedChildren }: Forest, no: number, than: number | null): boolean {
  if (than === null) return true;
  return (failedChildren[than] ?? 0) > 0 && (failedChildren[no] ?? 0) === 0;
}

/** The least value that so large a share of all does not exceed. */
export function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
}

/** Own work of a depth for each unit of time that its runs were open; above 1 where they work on several things at once. */
export function efficiencyOf(workMs: number | undefined, elapsed: number): number | null {
  return workMs === undefined || elapsed <= 0 ? null : workMs / elapsed;
}
