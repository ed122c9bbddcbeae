import type { NodeId } from "../ids.ts";
import type { RunState, TreeState } from "./state.ts";

/** What the newest one is compared with, and itself. */
const DURATIONS_KEPT = 51;

/** Keeps the last successful durations of a node at a depth. Pure work takes no time worth comparing. */
export function recordDuration(tree: TreeState, run: RunState, node: NodeId, durationMs: number): void {
  if (durationMs <= 0) return;
  const key = durationKey(run, node);
  const kept = tree.durations[key] ?? [];
  tree.durations[key] = kept;
  kept.push(durationMs);
  if (kept.length > DURATIONS_KEPT) kept.shift();
  const quiet = tree.slow[key];
  if (quiet === undefined) return;
  if (quiet > 1) tree.slow[key] = quiet - 1;
  else delete tree.slow[key];
}

export function durationKey(run: RunState, node: NodeId): string {
  return `${run.graph}:${node}:${run.depth}`;
}
