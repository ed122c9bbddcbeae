import type { EpochMs } from "../ids.ts";
import { median } from "../recursion/efficiency.ts";
import { durationKey } from "../run/durations.ts";
import type { RunState, TreeState } from "../run/state.ts";

/** Share of its limits that a tree has used up: of its runs, and of its active time. */
export function usageOf(tree: TreeState, at: EpochMs): number {
  const { maxRuns, recursionTimeoutMs: timeout } = tree.limits;
  const runs = tree.runs.length / maxRuns;
  if (timeout === null || timeout === 0 || tree.deadlineAt === null) return Math.min(1, runs);
  const time = 1 - (tree.deadlineAt - at) / timeout;
  return Math.min(1, Math.max(runs, time, 0));
}

const SAMPLES_NEEDED = 10;
const RECENT = 5;

/**
 * Efficiency of a run's level: median duration ÷ the median of the last few, of the node that does worst. `null`
 * while no node has enough successes.
 */
export function performanceOf(tree: TreeState, run: RunState): number | null {
  let worst: number | null = null;
  for (const node of Object.keys(run.nodes ?? {})) {
    const samples = tree.durations[durationKey(run, node)] ?? [];
    if (samples.length < SAMPLES_NEEDED) continue;
    const recent = median(samples.slice(-RECENT));
    if (recent > 0) worst = Math.min(worst ?? Number.POSITIVE_INFINITY, median(samples) / recent);
  }
  return worst;
}
