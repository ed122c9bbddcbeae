import { limitsSchema } from "../graph/graph.ts";
import { openRoot } from "../recursion/account.ts";
import { dropStaleHints } from "./agenda.ts";
import type {
  Event,
  EventType,
  GraphBound,
  TreePaused,
  TreeRecovered,
  TreeResumed,
  TreeStarted,
} from "./events.ts";
import { foldAllowanceChanged, foldAllowanceOpened, foldResourcesScaled } from "./fold-allowance.ts";
import {
  foldEscalationGranted,
  foldEscalationRefused,
  foldEscalationRequested,
  foldGrantReturned,
  foldPerformanceDegraded,
  foldSlotDegraded,
  foldSummariesBought,
  foldToppedUp,
  foldUsageSettled,
} from "./fold-ledger.ts";
import {
  foldNodeCompleted,
  foldNodeFailed,
  foldNodeSkipped,
  foldNodeStarted,
  foldPlanMade,
} from "./fold-node.ts";
import {
  foldApprovalAnswered,
  foldApprovalEscalated,
  foldNodeRetried,
  foldSignalBuffered,
  foldSignalTaken,
  foldSlotParked,
  foldVariableSet,
} from "./fold-outside.ts";
import { foldRungTaken, foldSlotFailing, foldSlotResumed } from "./fold-recovery.ts";
import { foldRunSettled, foldRunStarted } from "./fold-run.ts";
import {
  foldAttemptFailed,
  foldAttemptQueued,
  foldAttemptStarted,
  foldItemCompleted,
  foldItemFailed,
} from "./fold-slot.ts";
import { foldCompensationStarted, foldRunEnding } from "./fold-undo.ts";
import { foldAttemptHeld, foldAttemptReleased } from "./held.ts";
import type { TreeState } from "./state.ts";
import { activeMsAt, trackStill } from "./still.ts";
import { dropStaleTimers } from "./timers.ts";

/**
 * Folds one event into the tree, in place. Facts are never refused and nothing is evaluated here, so recovery
 * needs no expression library and no registry. Cost: O(1) in the size of the tree; O(open slots) when a run settles.
 */
export function evolve(tree: TreeState, event: Event): void {
  countActive(tree, event);
  fold(tree, event);
  tree.seq += 1;
  tree.at = Math.max(tree.at, event.at);
  dropStaleHints(tree);
  dropStaleTimers(tree);
  trackStill(tree, tree.at);
}

type Folds = { readonly [T in EventType]: (tree: TreeState, event: Extract<Event, { type: T }>) => void };

const FOLDS: Folds = {
  TreeStarted: foldTreeStarted,
  GraphBound: foldGraphBound,
  RunStarted: foldRunStarted,
  RunEnding: foldRunEnding,
  CompensationStarted: foldCompensationStarted,
  RunSucceeded: foldRunSettled,
  RunFailed: foldRunSettled,
  RunCancelled: foldRunSettled,
  NodeStarted: foldNodeStarted,
  NodeCompleted: foldNodeCompleted,
  NodeFailed: foldNodeFailed,
  PlanMade: foldPlanMade,
  NodeSkipped: foldNodeSkipped,
  AttemptQueued: foldAttemptQueued,
  AttemptStarted: foldAttemptStarted,
  AttemptFailed: foldAttemptFailed,
  ItemCompleted: foldItemCompleted,
  ItemFailed: foldItemFailed,
  ThresholdReached: (tree, event) => {
    tree.announced[event.limit] = true;
  },
  EscalationRequested: foldEscalationRequested,
  EscalationGranted: foldEscalationGranted,
  EscalationRefused: foldEscalationRefused,
  GrantReturned: foldGrantReturned,
  SlotDegraded: foldSlotDegraded,
  ToppedUp: foldToppedUp,
  UsageSettled: foldUsageSettled,
  PerformanceDegraded: foldPerformanceDegraded,
  SummariesBought: foldSummariesBought,
  AllowanceOpened: foldAllowanceOpened,
  AllowanceChanged: foldAllowanceChanged,
  ResourcesScaled: foldResourcesScaled,
  CancelRequested: (tree, { reason, actor }) => {
    tree.closing = { reason, actor };
  },
  TreePaused: foldPaused,
  TreeResumed: foldResumed,
  TreeRecovered: foldRecovered,
  SlotParked: foldSlotParked,
  AttemptHeld: foldAttemptHeld,
  AttemptReleased: foldAttemptReleased,
  SlotFailing: foldSlotFailing,
  RungTaken: foldRungTaken,
  SlotResumed: foldSlotResumed,
  EscalationRaised: onlyForReaders,
  EscalationHandled: onlyForReaders,
  EscalationPassed: onlyForReaders,
  NodeRetried: foldNodeRetried,
  SignalBuffered: foldSignalBuffered,
  SignalTaken: foldSignalTaken,
  SignalReceived: onlyForReaders,
  ApprovalAnswered: foldApprovalAnswered,
  ApprovalEscalated: foldApprovalEscalated,
  VariableSet: foldVariableSet,
  EventEmitted: onlyForReaders,
  ReferenceTaken: onlyForReaders,
  CycleDetected: onlyForReaders,
  CycleSuspected: onlyForReaders,
};

function fold(tree: TreeState, event: Event): void {
  // The table gives each event type the fold of that very type.
  (FOLDS[event.type] as (tree: TreeState, event: Event) => void)(tree, event);
}

/** Says why the event that follows came about; changes nothing. */
function onlyForReaders(): void {}

/** Time between two events counts while anything but people and signals could move the tree, and somebody owned it. */
function countActive(tree: TreeState, event: Event): void {
  if (event.type !== "TreeRecovered") tree.activeMs = activeMsAt(tree, event.at);
}

function foldGraphBound(tree: TreeState, event: GraphBound): void {
  const { v: _v, at: _at, type: _type, ...bound } = event;
  tree.graphs[event.hash] = bound;
}

/** Limits that are newer than the journal hold as if nothing had been said of them. */
const UNSAID = limitsSchema.parse({ onPerformanceDegradation: "ignore" });

function foldTreeStarted(tree: TreeState, event: TreeStarted): void {
  tree.treeId = event.treeId;
  tree.limits = { ...UNSAID, ...event.limits };
  if (event.origin) tree.origin = event.origin;
  openRoot(tree);
  const timeout = event.limits.recursionTimeoutMs;
  tree.deadlineAt = timeout === null ? null : event.at + timeout;
}

function foldPaused(tree: TreeState, event: TreePaused): void {
  tree.paused = true;
  tree.pausedAt = event.at;
  if (event.byLimit) tree.pausedByLimit = true;
}

function foldResumed(tree: TreeState, event: TreeResumed): void {
  if (tree.deadlineAt !== null && tree.pausedAt !== null) tree.deadlineAt += event.at - tree.pausedAt;
  tree.paused = false;
  tree.pausedAt = null;
  tree.pausedByLimit = undefined;
}

function foldRecovered(tree: TreeState, event: TreeRecovered): void {
  // A tree that stood still has its clock stopped anyway.
  if (tree.deadlineAt !== null && !tree.paused && tree.stillSince === null)
    tree.deadlineAt += event.downtimeMs;
  // Nobody is left who could tell what they used.
  tree.orphans = {};
}
