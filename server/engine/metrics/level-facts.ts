import type { LevelMetrics } from "../recursion/levels.ts";
import type { TreeState } from "../run/state.ts";
import { levelAt } from "../run/tree.ts";
import type { LevelFacts } from "./facts.ts";

/** Facts of a depth, from its row among the levels and its totals. O(1). */
export function levelFacts(tree: TreeState, level: LevelMetrics): LevelFacts {
  const { depth, runs, agents, queued, efficiency } = level;
  const { totals } = levelAt(tree, depth);
  return {
    depth,
    runs,
    succeeded: totals.runsSucceeded,
    failed: totals.runsFailed,
    cancelled: totals.runsCancelled,
    agents,
    queued,
    efficiency,
    nodes: totals.nodes,
    attempts: totals.attempts,
    places: totals.places,
    retries: totals.retries,
    workMs: totals.workMs,
    lostMs: totals.lostMs,
    waitingMs: totals.waitingMs,
    tokens: totals.tokens,
    lostTokens: totals.lostTokens,
    costUsd: totals.costUsd,
    children: totals.children,
    contextBytesBefore: totals.contextBytesBefore,
    contextBytesAfter: totals.contextBytesAfter,
  };
}
