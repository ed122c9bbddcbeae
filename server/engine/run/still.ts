import type { EpochMs } from "../ids.ts";
import { nextHint } from "./agenda.ts";
import type { TreeState } from "./state.ts";
import { isSettled } from "./tree.ts";

/**
 * `recursionTimeoutMs` counts active time. While nothing but a person or a signal can move the tree the clock of its
 * deadline stands still; called after each fold, O(1).
 */
export function trackStill(tree: TreeState, at: EpochMs): void {
  const still = isStill(tree);
  if (still && tree.stillSince === null) tree.stillSince = at;
  if (still || tree.stillSince === null) return;
  if (tree.deadlineAt !== null) tree.deadlineAt += Math.max(0, at - tree.stillSince);
  tree.stillSince = null;
}

/** Active time of a tree up to an instant that no event is later than. */
export function activeMsAt(tree: TreeState, at: EpochMs): number {
  const counts = tree.seq > 0 && !tree.paused && tree.stillSince === null && !isSettled(tree);
  return tree.activeMs + (counts ? Math.max(0, at - tree.at) : 0);
}

function isStill(tree: TreeState): boolean {
  if (tree.outside === 0 || tree.paused) return false;
  return tree.openCalls === 0 && tree.timed === 0 && nextHint(tree) === undefined;
}
