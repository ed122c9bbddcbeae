import { type LevelMetrics, levelsOf } from "../recursion/levels.ts";
import type { TreeState } from "../run/state.ts";
import { levelAt } from "../run/tree.ts";
import type { LevelFacts } from "./facts.ts";

/** One a depth, the root's first. O(depths), and the nodes that were timed. */
export function levelFactsOf(tree: TreeState): readonly LevelFacts[] {
  return levelsOf(tree).map((level) => factsAt(tree, level));
}

function factsAt(tree: TreeState, level: LevelMetrics): LevelFacts {
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
