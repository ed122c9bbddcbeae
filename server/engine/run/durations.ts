import type { NodeId } from "../ids.ts";
import type { RunState, TreeState } from "./state.ts";

const DURATIONS_KEPT = 50;

/** Keeps the last successful durations of a node at a depth, only where the tree acts on them. */
export function recordDuration(tree: TreeState, run: RunState, node: NodeId, durationMs: number): void {
  if (tree.limits.onPerformanceDegradation === "ignore" && !run.context) return;
  const key = durationKey(run, node);
  tree.durations[key] = [...(tree.durations[key] ?? []).slice(1 - DURATIONS_KEPT), durationMs];
}

export function durationKey(run: RunState, node: NodeId): string {
  return `${run.graph}:${node}:${run.depth}`;
}
