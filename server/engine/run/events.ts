import type { HandOff } from "../context/receipt.ts";
import type { ContextChange } from "../context/writes.ts";
import type { Failure } from "../failure.ts";
import type { BoundGraph, Limits } from "../graph/graph.ts";
import type { EpochMs, NodeId, RunId, RunNo, TreeId } from "../ids.ts";
import type { AccountTerms } from "../recursion/account.ts";
import type { Need, Reserved } from "../recursion/weigh.ts";
import type { Stored } from "../values/json.ts";
import type { ForkedFrom, Origin, TreeOrigin } from "./beyond.ts";
import type {
  AttemptHeld,
  AttemptReleased,
  CompensationStarted,
  EscalationHandled,
  EscalationPassed,
  EscalationRaised,
  RetryRung,
  RunEnding,
  RungTaken,
  SlotFailing,
  SlotResumed,
  Undoing,
} from "./events-recovery.ts";
import type {
  AllowanceChanged,
  AllowanceOpened,
  EscalationGranted,
  EscalationRefused,
  EscalationRequested,
  GrantReturned,
  PerformanceDegraded,
  ResourcesScaled,
  SlotDegraded,
  SummariesBought,
  ToppedUp,
  UsageSettled,
} from "./ledger-events.ts";
import type { Awaited } from "./state.ts";
import type { Usage } from "./usage.ts";

export type * from "./events-recovery.ts";

/** Who asked for it. */
export type Actor = {
  readonly kind: "user" | "token" | "system";
  readonly id: string;
  readonly name: string;
};

export type At = { readonly v: 1; readonly at: EpochMs };
export type InRun = At & { readonly run: RunNo };
export type InNode = InRun & { readonly node: NodeId };
/** A node, one item of a map, or one iteration of a loop. Items count from 0. */
export type InSlot = InNode & { readonly item?: number };
/** How many places that were parked this ends: a person decided, a top-up asked again, or their node is over. */
export type Unparks = { readonly unparks?: number };

export type TreeStarted = At & {
  readonly type: "TreeStarted";
  readonly treeId: TreeId;
  readonly limits: Limits;
  readonly actor: Actor;
  readonly origin?: TreeOrigin;
  /** It repeats part of an earlier run: what stands already follows as events of its own. */
  readonly fork?: ForkedFrom;
};
/** A graph that this tree uses; written once per hash, before its first run. */
export type GraphBound = At & { readonly type: "GraphBound" } & BoundGraph;
export type RunStarted = InRun & {
  readonly type: "RunStarted";
  readonly origin: Origin | null;
  readonly depth: number;
  readonly graph: string;
  /** Of its workflow, where the tree knows the same graph as another revision. */
  readonly revision?: number | null;
  readonly input: Stored;
  readonly fingerprint: string;
  readonly label?: string;
  readonly once?: string;
  /** What it starts with of its parent's context, and the receipt of the hand-off. Absent in trees that use none. */
  readonly context?: HandOff;
  /** Hash of the entries that say what to do, where its workflow declares some: part of what makes a cycle. */
  readonly task?: string;
  /** Limits or a grant of its own, for it and all below it. */
  readonly account?: AccountTerms;
  /** Value of the measure that its call declares, the least on the way down, and on how many levels it has not fallen. */
  readonly measure?: { readonly value: number; readonly least: number; readonly stalled: number };
  /** It undoes what others have done. */
  readonly undoes?: true;
};
export type RunSucceeded = InRun & {
  readonly type: "RunSucceeded";
  readonly output: Stored;
  /** Some of it is less than was asked for. */
  readonly degraded?: true;
};
export type RunFailed = InRun & { readonly type: "RunFailed"; readonly failure: Failure };
export type RunCancelled = InRun & {
  readonly type: "RunCancelled";
  readonly reason: string;
  readonly actor?: Actor;
};

/** A node that stays open without an attempt: a map (with its items), a loop, a wait, an approval. */
export type NodeStarted = InNode & {
  readonly type: "NodeStarted";
  readonly items?: readonly Stored[];
  readonly loop?: true;
  /** What it waits for; with `wakeAt` only until then. */
  readonly awaits?: Awaited;
  readonly wakeAt?: EpochMs;
};
/** A ready attempt that waits for a place at its level. */
export type AttemptQueued = InSlot & {
  readonly type: "AttemptQueued";
  readonly attempt: number;
  readonly task: string;
  readonly input: Stored;
  /** What it will ask of the ledger. */
  readonly need?: Need;
  /** Account of which others hold what it needs; absent = it waits for a place at its level. */
  readonly waitsFor?: RunNo;
  /** How often it was handed out before. */
  readonly delivered?: number;
};
/**
 * One try at a task. `delivery` counts how often this attempt was handed out (1, then +1 after each crash).
 * `input` is absent when `AttemptQueued` or an earlier delivery has carried it.
 */
export type AttemptStarted = InSlot & {
  readonly type: "AttemptStarted";
  readonly attempt: number;
  readonly delivery: number;
  readonly task: string;
  readonly taskVersion?: string;
  readonly pure: boolean;
  readonly input?: Stored;
  readonly need?: Need;
  /** What the ledger holds for this delivery until its answer says what it used. */
  readonly reserved?: Reserved;
};
/** `retryAt` is when the next attempt may start; `null` = no more attempts. */
export type AttemptFailed = InSlot & {
  readonly type: "AttemptFailed";
  readonly attempt: number;
  readonly failure: Failure;
  readonly retryAt: EpochMs | null;
  /** The rung of the node's ladder that gives the next try, and its numbers; absent = no more attempts. */
  readonly rung?: RetryRung;
  readonly usage?: Usage;
};
/** A plan came and may be carried out: one child for each of `items`, or a single graph that gives the node its output. */
export type PlanMade = InNode & {
  readonly type: "PlanMade";
  readonly attempt: number;
  readonly items: readonly Stored[];
  readonly single?: true;
  readonly usage?: Usage;
};

/** Where a result stands: written here, the output of a settled child run, or the items of the map itself. */
export type Result = { readonly output: Stored } | { readonly from: RunNo } | { readonly collect: true };

/** A person, not the node, gave the result. */
export type ByHand = { readonly how: "skip" | "complete" | "replace"; readonly actor: Actor };

/** The node's result is final. `edges` are the indexes, in the graph, of the outgoing edges that were taken. */
export type NodeCompleted = InNode &
  Unparks & {
    readonly type: "NodeCompleted";
    readonly result: Result;
    readonly edges: readonly number[];
    readonly port?: string;
    readonly attempt?: number;
    /** What the node writes into its run's context, and what its child brought back. */
    readonly context?: ContextChange;
    readonly usage?: Usage;
    readonly by?: ByHand;
    /** The result is less than was asked for. */
    readonly degraded?: true;
    /** What undoes it, should its run fail. */
    readonly undo?: Undoing;
    /** The run of another tree whose result it is. */
    readonly reused?: RunId;
    /** It was not done: its graph, a draft, has this result pinned to it. */
    readonly pinned?: true;
  };
export type NodeFailed = InNode & Unparks & { readonly type: "NodeFailed"; readonly failure: Failure };
/** No incoming edge was taken. Its outgoing edges are not taken either. */
export type NodeSkipped = InNode & { readonly type: "NodeSkipped" };
export type ItemCompleted = InNode &
  Unparks & {
    readonly type: "ItemCompleted";
    readonly item: number;
    readonly result: Exclude<Result, { collect: true }>;
    readonly attempt?: number;
    readonly context?: ContextChange;
    readonly usage?: Usage;
    readonly by?: ByHand;
    /** The result is less than was asked for. */
    readonly degraded?: true;
    readonly undo?: Undoing;
    readonly reused?: RunId;
  };
export type ItemFailed = InNode &
  Unparks & {
    readonly type: "ItemFailed";
    readonly item: number;
    readonly failure: Failure;
  };

/** No attempts are left, and the node wants a person to decide instead of failing. */
export type SlotParked = InSlot & {
  readonly type: "SlotParked";
  readonly failure: Failure;
  /** A limit refused it: a top-up of this account asks for it again. */
  readonly budget?: RunNo;
};
/** A person asked for a place again: what was open there is void, and its work has a new key. */
export type NodeRetried = InSlot &
  Unparks & {
    readonly type: "NodeRetried";
    readonly generation: number;
    /** Replaces the input that the graph gives. */
    readonly input?: Stored;
    readonly actor: Actor;
  };
/** A signal came before anyone waited for it; the first wait that `key` addresses takes it. */
export type SignalBuffered = InRun & {
  readonly type: "SignalBuffered";
  readonly key: string;
  readonly name: string;
  readonly payload: Stored;
  readonly actor: Actor;
};
/** A wait took the signal that was kept for it; the completing event follows. */
export type SignalTaken = InNode & { readonly type: "SignalTaken"; readonly key: string };
/** A signal reached a wait; the completing event follows. */
export type SignalReceived = InNode & {
  readonly type: "SignalReceived";
  readonly name: string;
  readonly payload: Stored;
  readonly actor: Actor;
};
export type ApprovalAnswered = InNode & {
  readonly type: "ApprovalAnswered";
  readonly approve: boolean;
  readonly comment?: string;
  readonly actor: Actor;
};
/** Nobody answered in time, so others may answer too. */
export type ApprovalEscalated = InNode & {
  readonly type: "ApprovalEscalated";
  readonly assignees: readonly string[];
  readonly wakeAt?: EpochMs;
};
export type VariableSet = InRun & {
  readonly type: "VariableSet";
  readonly name: string;
  readonly value: Stored;
  readonly actor: Actor;
};

/** An `emit` node says something; heard inside the product from here on, its delivery to others is an attempt. */
export type EventEmitted = InSlot & {
  readonly type: "EventEmitted";
  readonly event: string;
  readonly payload: Stored;
};
/** A later visit with a `once` key got a reference to run `target`; the completing event follows. */
export type ReferenceTaken = InSlot & {
  readonly type: "ReferenceTaken";
  readonly key: string;
  readonly target: RunNo;
};
/**
 * A cycle on the ancestor path: the child would repeat run `ancestor`. With a `pattern` its input is not equal but asks
 * for the same, for the `times`th time, `period` levels after the last.
 */
export type CycleDetected = InSlot & {
  readonly type: "CycleDetected";
  readonly ancestor: RunNo;
  readonly fingerprint: string;
  /** It stands above this tree: `ancestor` is the root, below which it would be repeated. */
  readonly outer?: string;
  readonly pattern?: CyclePattern;
  readonly period?: number;
  readonly times?: number;
};
type CyclePattern = "pingPong" | "passThrough";
/** The child that starts next does again what ancestors did; once more, and it is stopped. */
export type CycleSuspected = InSlot & {
  readonly type: "CycleSuspected";
  readonly ancestor: RunNo;
  readonly pattern: CyclePattern;
  readonly period: number;
  readonly times: number;
  readonly message: string;
};
/** A soft threshold was crossed for the first time. */
export type ThresholdReached = At & {
  readonly type: "ThresholdReached";
  readonly limit: keyof Limits;
  readonly used: number;
  readonly max: number;
};

export type TreePaused = At & {
  readonly type: "TreePaused";
  readonly actor: Actor;
  /** A limit refused something, and a person is to decide. */
  readonly byLimit?: true;
};
/** Nothing is started any more; once nothing is in flight either, the tree is cancelled. */
export type CancelRequested = At & {
  readonly type: "CancelRequested";
  readonly reason: string;
  readonly actor: Actor;
};

export type TreeResumed = At & { readonly type: "TreeResumed"; readonly actor: Actor };
/** A new owner took the tree over. `downtimeMs`, since the event before, does not count as active time. */
export type TreeRecovered = At & {
  readonly type: "TreeRecovered";
  readonly epoch: number;
  readonly downtimeMs: number;
};

export type Event =
  | TreeStarted
  | GraphBound
  | RunStarted
  | RunEnding
  | CompensationStarted
  | RunSucceeded
  | RunFailed
  | RunCancelled
  | NodeStarted
  | AttemptQueued
  | AttemptStarted
  | AttemptFailed
  | PlanMade
  | NodeCompleted
  | NodeFailed
  | NodeSkipped
  | ItemCompleted
  | ItemFailed
  | SlotParked
  | AttemptHeld
  | AttemptReleased
  | SlotFailing
  | RungTaken
  | SlotResumed
  | EscalationRaised
  | EscalationHandled
  | EscalationPassed
  | NodeRetried
  | SignalBuffered
  | SignalTaken
  | SignalReceived
  | ApprovalAnswered
  | ApprovalEscalated
  | VariableSet
  | EventEmitted
  | ReferenceTaken
  | CycleDetected
  | CycleSuspected
  | ThresholdReached
  | EscalationRequested
  | EscalationGranted
  | EscalationRefused
  | GrantReturned
  | SlotDegraded
  | ToppedUp
  | UsageSettled
  | PerformanceDegraded
  | SummariesBought
  | AllowanceOpened
  | AllowanceChanged
  | ResourcesScaled
  | CancelRequested
  | TreePaused
  | TreeResumed
  | TreeRecovered;
export type EventType = Event["type"];

export type { ClosePolicy, ForkedFrom, Origin, OuterRun, TreeOrigin } from "./beyond.ts";
