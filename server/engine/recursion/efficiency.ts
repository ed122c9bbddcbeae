import type { Failure } from "../failure.ts";
import type { NodeId } from "../ids.ts";
import { durationKey } from "../run/durations.ts";
import type { RunState, TreeState } from "../run/state.ts";

/** Fewer successes than this: efficiency is unknown, and unknown never fires. */
const SAMPLES_NEEDED = 10;

/**
 * Failure of a node whose efficiency (median of its last 50 successful durations at this depth ÷ this one) fell below
 * the tree's threshold; `null` when it did not, is unknown, or the tree ignores it.
 */
export function degradation(
  tree: TreeState,
  run: RunState,
  node: NodeId,
  durationMs: number,
): Failure | null {
  const { onPerformanceDegradation, performanceDegradationThreshold: threshold } = tree.limits;
  const samples = tree.durations[durationKey(run, node)] ?? [];
  if (onPerformanceDegradation === "ignore" || samples.length < SAMPLES_NEEDED || durationMs <= 0)
    return null;
  const efficiency = median(samples) / durationMs;
  if (efficiency >= threshold) return null;
  return {
    class: "limit",
    code: "PerformanceDegradation",
    message: `Node ${node} took ${durationMs} ms at depth ${run.depth}: efficiency ${efficiency.toFixed(2)} is below ${threshold}.`,
    retryable: false,
    details: { node, depth: run.depth, durationMs, efficiency, threshold, samples: samples.length },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
