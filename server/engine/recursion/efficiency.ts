import type { Failure } from "../failure.ts";
import type { NodeId } from "../ids.ts";
import type { Unstamped } from "../run/deciding.ts";
import { durationKey } from "../run/durations.ts";
import type { PerformanceDegraded } from "../run/ledger-events.ts";
import type { RunState, SlotRef, TreeState } from "../run/state.ts";

/** Fewer successes than this: efficiency is unknown, and unknown never fires. */
export const SAMPLES_NEEDED = 10;
const COMPARED_WITH = 50;

/** A success that took far longer than is usual for its node at its depth. */
export type Slowness = {
  readonly node: NodeId;
  readonly depth: number;
  readonly durationMs: number;
  readonly efficiency: number;
  readonly threshold: number;
  readonly samples: number;
};

/**
 * Slowness of a node whose efficiency (median of its last 50 successful durations at this depth ÷ this one) fell below
 * the tree's threshold; `null` when it did not, is unknown, has just been told, or the tree ignores it.
 */
export function degradation(
  tree: TreeState,
  run: RunState,
  node: NodeId,
  durationMs: number,
): Slowness | null {
  const { onPerformanceDegradation: policy, performanceDegradationThreshold: threshold } = tree.limits;
  if (policy === "ignore" || durationMs <= 0) return null;
  const key = durationKey(run, node);
  if (policy !== "fail" && tree.slow[key] !== undefined) return null;
  const samples = (tree.durations[key] ?? []).slice(-COMPARED_WITH);
  if (samples.length < SAMPLES_NEEDED) return null;
  const efficiency = median(samples) / durationMs;
  if (efficiency >= threshold) return null;
  return { node, depth: run.depth, durationMs, efficiency, threshold, samples: samples.length };
}

/** Efficiency of the newest success among those kept; `null` = unknown. */
export function efficiencyOf(durations: readonly number[]): number | null {
  const newest = durations.at(-1);
  const before = durations.slice(0, -1);
  if (newest === undefined || newest <= 0 || before.length < SAMPLES_NEEDED) return null;
  return median(before) / newest;
}

export function alertOf(tree: TreeState, ref: SlotRef, slowness: Slowness): Unstamped<PerformanceDegraded> {
  const propose = tree.limits.onPerformanceDegradation === "propose" ? ({ propose: true } as const) : {};
  return { type: "PerformanceDegraded", ...ref, ...slowness, ...propose };
}

export function degraded(slowness: Slowness): Failure {
  const { node, depth, durationMs, efficiency, threshold } = slowness;
  return {
    class: "limit",
    code: "PerformanceDegradation",
    message: `Node ${node} took ${durationMs} ms at depth ${depth}: efficiency ${efficiency.toFixed(2)} is below ${threshold}.`,
    retryable: false,
    details: { ...slowness },
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle] ?? 0, sorted[middle] ?? 0];
  return (low + high) / 2;
}
