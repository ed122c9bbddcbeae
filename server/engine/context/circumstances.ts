import type { EpochMs } from "../ids.ts";
import { median } from "../recursion/efficiency.ts";
import { usageShare } from "../recursion/remaining.ts";
import { durationKey } from "../run/durations.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { runAt } from "../run/tree.ts";

/** The largest share of a limit that a tree has used up or holds: of those of its account, and of its active time. */
export function usageOf(tree: TreeState, at: EpochMs): number {
  const { recursionTimeoutMs: timeout } = tree.limits;
  const share = usageShare(tree, runAt(tree, 0));
  if (timeout === null || timeout === 0 || tree.deadlineAt === null) return share;
  const time = 1 - (tree.deadlineAt - at) / timeout;
  return Math.min(1, Math.max(share, time, 0));
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
