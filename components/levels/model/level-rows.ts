import type { Forest } from "../../tree";

/** What the runs of one depth took together. */
export type LevelRow = {
  readonly depth: number;
  readonly runs: number;
  readonly failed: number;
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
  lengths: number[];
  elapsed: number;
  tokens: number;
  costUsd: number;
  firstFailed: number | null;
};

/** One row a depth, the root's first. Goes through all runs once. */
export function levelRows(forest: Forest, until: number): readonly LevelRow[] {
  const gathered = forest.levels.map(
    (): Gathered => ({ lengths: [], elapsed: 0, tokens: 0, costUsd: 0, firstFailed: null }),
  );
  for (const row of forest.rows) {
    const level = row && gathered[row.depth];
    if (!level) continue;
    level.elapsed += Math.max(0, (row.endedAt ?? until) - row.startedAt);
    if (row.endedAt !== null) level.lengths.push(row.endedAt - row.startedAt);
    level.tokens += row.tokens;
    level.costUsd += row.costUsd;
    if (row.status === "failed" && isEarlier(forest, row.no, level.firstFailed)) level.firstFailed = row.no;
  }
  return gathered.map(({ lengths, ...level }, depth) => {
    const sorted = lengths.sort((a, b) => a - b);
    const tally = forest.levels[depth];
    return {
      depth,
      runs: tally?.total ?? 0,
      failed: tally?.failed ?? 0,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      ...level,
    };
  });
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
