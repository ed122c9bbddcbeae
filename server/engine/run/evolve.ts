import { dropStaleHints } from "./agenda.ts";
import type { Event, TreePaused, TreeRecovered, TreeResumed, TreeStarted } from "./events.ts";
import { foldNodeCompleted, foldNodeFailed, foldNodeSkipped, foldNodeStarted } from "./fold-node.ts";
import { foldRunSettled, foldRunStarted } from "./fold-run.ts";
import {
  foldAttemptFailed,
  foldAttemptQueued,
  foldAttemptStarted,
  foldItemCompleted,
  foldItemFailed,
} from "./fold-slot.ts";
import type { TreeState } from "./state.ts";
import { dropStaleTimers } from "./timers.ts";

/**
 * Folds one event into the tree, in place. Facts are never refused and nothing is evaluated here, so recovery
 * needs no expression library and no registry. Cost: O(1) in the size of the tree; O(open slots) when a run settles.
 */
export function evolve(tree: TreeState, event: Event): void {
  fold(tree, event);
  tree.seq += 1;
  tree.at = Math.max(tree.at, event.at);
  dropStaleHints(tree);
  dropStaleTimers(tree);
}

function fold(tree: TreeState, event: Event): void {
  switch (event.type) {
    case "TreeStarted":
      return foldTreeStarted(tree, event);
    case "GraphBound": {
      const { v: _v, at: _at, type: _type, ...bound } = event;
      tree.graphs[event.hash] = bound;
      return;
    }
    case "RunStarted":
      return foldRunStarted(tree, event);
    case "RunSucceeded":
    case "RunFailed":
    case "RunCancelled":
      return foldRunSettled(tree, event);
    case "NodeStarted":
      return foldNodeStarted(tree, event);
    case "NodeCompleted":
      return foldNodeCompleted(tree, event);
    case "NodeFailed":
      return foldNodeFailed(tree, event);
    case "NodeSkipped":
      return foldNodeSkipped(tree, event);
    case "AttemptQueued":
      return foldAttemptQueued(tree, event);
    case "AttemptStarted":
      return foldAttemptStarted(tree, event);
    case "AttemptFailed":
      return foldAttemptFailed(tree, event);
    case "ItemCompleted":
      return foldItemCompleted(tree, event);
    case "ItemFailed":
      return foldItemFailed(tree, event);
    case "ThresholdReached":
      tree.announced[event.limit] = true;
      return;
    case "TreePaused":
      return foldPaused(tree, event);
    case "TreeResumed":
      return foldResumed(tree, event);
    case "TreeRecovered":
      return foldRecovered(tree, event);
    case "ReferenceTaken":
    case "CycleDetected":
      return;
  }
}

function foldTreeStarted(tree: TreeState, event: TreeStarted): void {
  tree.treeId = event.treeId;
  tree.limits = event.limits;
  const timeout = event.limits.recursionTimeoutMs;
  tree.deadlineAt = timeout === null ? null : event.at + timeout;
}

function foldPaused(tree: TreeState, event: TreePaused): void {
  tree.paused = true;
  tree.pausedAt = event.at;
}

function foldResumed(tree: TreeState, event: TreeResumed): void {
  if (tree.deadlineAt !== null && tree.pausedAt !== null) tree.deadlineAt += event.at - tree.pausedAt;
  tree.paused = false;
  tree.pausedAt = null;
}

function foldRecovered(tree: TreeState, event: TreeRecovered): void {
  if (tree.deadlineAt !== null && !tree.paused) tree.deadlineAt += event.downtimeMs;
}
