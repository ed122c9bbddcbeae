import type { Entries } from "../context/entry.ts";
import type { Returned } from "../context/merge-back.ts";
import type { HandOff } from "../context/receipt.ts";
import type { Failure } from "../failure.ts";
import type { BoundGraph, Limits } from "../graph/graph.ts";
import type { EpochMs, NodeId, RunNo, TreeId } from "../ids.ts";
import type { Undo } from "../recovery/undo.ts";
import type { Account } from "../recursion/account.ts";
import type { LevelAllowance } from "../recursion/allowance.ts";
import type { AllowanceName } from "../recursion/allowance-schema.ts";
import type { Need, Reserved } from "../recursion/weigh.ts";
import type { Stored } from "../values/json.ts";
import type { Actor, Origin, RunEnd, TreeOrigin } from "./events.ts";

/** What the core tells apart. `queued`, `waiting` and `paused` are worked out for readers (`live/project.ts`). */
export type RunPhase = "running" | "succeeded" | "failed" | "cancelled";

/**
 * | status | meaning | next |
 * |---|---|---|
 * | pending | incoming edges are not all decided | ready, skippable |
 * | ready | join satisfied, on the agenda | queued, active, completed, failed |
 * | skippable | every incoming edge is decided and none was taken | skipped |
 * | queued | an attempt waits for a place at its level | active |
 * | active | an attempt, a child, a timer or items are open | retrying, completed, failed |
 * | retrying | the next attempt waits for its instant | queued, active |
 * | failing | its work failed and its recovery is to be looked at | retrying, active, parked, completed, failed |
 * | held | a breaker does not let the attempt through | queued |
 * | parked | no attempts are left and a person decides | ready, completed, failed |
 * | completed, failed, skipped | final | |
 */
export type SlotStatus =
  | "pending"
  | "ready"
  | "skippable"
  | "queued"
  | "active"
  | "retrying"
  | "failing"
  | "held"
  | "parked"
  | "completed"
  | "failed"
  | "skipped";

/** A place where one attempt or one child can be open: a node, one item of a map, or one iteration of a loop. */
export type Slot = {
  status: SlotStatus;
  attempt: number;
  delivery: number;
  // Fields of an open slot are set to undefined, not deleted, when it is final: deleting keys costs V8 the object's shape.
  /** Input of the current attempt. */
  input?: Stored | undefined;
  task?: string | undefined;
  pure?: boolean;
  /** The current attempt was handed out and is not answered. */
  calling?: boolean;
  startedAt?: EpochMs;
  /** Since when it stands in line. */
  queuedAt?: EpochMs | undefined;
  /** Open child run. */
  child?: RunNo | undefined;
  wakeAt?: EpochMs | undefined;
  /** What a settled child wrote into its context, until its parent has taken note. */
  returned?: Returned | undefined;
  output?: Stored;
  failure?: Failure | undefined;
  /** How often the work was asked for, by the graph and by people; absent = once. */
  generation?: number;
  /** Attempts of earlier generations. */
  before?: number;
  /** What a person put in place of the input. */
  edited?: Stored | undefined;
  /** The breaker that holds it. */
  heldBy?: string | undefined;
  /** Where it stands on its ladder, once something has failed. */
  ladder?: LadderState | undefined;
  /** What the attempt asks of the ledger; absent = nothing but its own start. */
  need?: Need | undefined;
  /** What the ledger holds for the open call. */
  reserved?: Reserved | undefined;
  /** Under which late usage of the open call is known. */
  callKey?: string | undefined;
  /** Account whose queue the attempt stands in. */
  waitsFor?: RunNo | undefined;
  /** What the ledger refused it, where the tree goes on with a part of its result. */
  degraded?: Failure | undefined;
};

/** `at`, `choice`: what is looked at next of `recovery` and of `onEscalation`. */
export type LadderState = {
  readonly at: number;
  readonly choice: number;
  /** Attempts before the present rung. */
  readonly base: number;
  /** How often the work was asked for again on the present rung, and how often by the present choice. */
  readonly tries: number;
  readonly asked: number;
  /** When the work was first tried. */
  readonly since: EpochMs;
  /** A fallback has taken the place of the work. */
  readonly replaced?: true;
};

export type Answer = {
  readonly actor: Actor;
  readonly approve: boolean;
  readonly comment?: string;
  readonly at: EpochMs;
};
/** What an open node waits for that only someone or something outside can give. */
export type Awaited =
  | { readonly k: "signal"; readonly name: string }
  | {
      readonly k: "approval";
      readonly title: string;
      readonly details: Stored;
      /** Ids or names of those who may answer; `null` = anyone who may. */
      readonly assignees: readonly string[] | null;
      readonly quorum: number;
      readonly answers: readonly Answer[];
      readonly escalated: boolean;
    };

export type MapState = {
  /** Values to map over; an item's own slot appears when it starts. */
  items: readonly Stored[];
  slots: (Slot | null)[];
  /** Next item to start. */
  next: number;
  open: number;
  completed: number;
  failed: number;
  /** The output of the only item is that of the node. */
  single?: true;
};

/** Iterations come one after the other, so only the present one is kept. */
export type LoopState = {
  /** The iteration that runs, or the next one while `slot` is null. */
  index: number;
  slot: Slot | null;
  /** Output of the last iteration. */
  previous: Stored;
};

export type NodeState = Slot & {
  /** Incoming edges taken, and decided either way. */
  taken: number;
  decided: number;
  map?: MapState | undefined;
  loop?: LoopState | undefined;
  awaits?: Awaited | undefined;
};

/** A run. When it settles it shrinks to a header: its `nodes` go, `output` or `failure` stays. */
export type RunState = {
  no: RunNo;
  origin: Origin | null;
  depth: number;
  graph: string;
  phase: RunPhase;
  label?: string;
  fingerprint: string;
  input: Stored | null;
  output?: Stored;
  failure?: Failure;
  startedAt: EpochMs;
  endedAt?: EpochMs;
  /** It will end so, once all below it has and what it did is undone. */
  ending?: { readonly end: RunEnd; readonly undo: boolean } | undefined;
  /** Children that undo something and whose places no longer need them: the run is not over before they are. */
  lingering?: RunNo[] | undefined;
  /** It undoes what others have done. */
  undoes?: true;
  /** What can be undone, oldest first; and of runs below that have ended, a list each in the order of undoing. */
  undo?: Undo[] | undefined;
  undoBelow?: (readonly Undo[])[] | undefined;
  /** Some of its results are less than was asked for. */
  degraded?: true;
  /** Node states by id; a node that no edge has touched yet is absent. */
  nodes: Record<NodeId, NodeState> | null;
  /** Nodes that are not final. The run may finish at 0. */
  open: number;
  /** Absent in trees that use no context, and once the run has settled. */
  context?: RunContext | undefined;
  task?: string;
  /** Run whose account counts what it uses; absent = the root's. */
  account?: RunNo;
  measure?: { readonly value: number; readonly least: number; readonly stalled: number };
  /** Variables that were set; the others have the values that the graph gives them. */
  vars?: Record<string, Stored>;
};

/** Entries are shared with parent and children, never changed in place. */
export type RunContext = { entries: Entries; base?: HandOff["base"] };

/** Agents = effectful attempts in flight. `queue[head..]` are attempts that wait for a place, oldest first. */
export type LevelState = {
  agents: number;
  queue: SlotRef[];
  head: number;
  runs: number;
  totals: LevelTotals;
  /** Tokens that its open calls hold. */
  held: number;
  /** Absent while no agent was placed there, and in trees without allowances. */
  allowance?: LevelAllowance;
};

/** What has happened at one depth so far. */
export type LevelTotals = {
  attempts: number;
  succeeded: number;
  failed: number;
  retries: number;
  /** Of attempts that have ended, from hand-out to answer. */
  workMs: number;
  tokens: number;
  costUsd: number;
  /** Nodes, items and iterations that have begun; of those, where an effectful attempt was made. */
  nodes: number;
  places: number;
  /** Time and tokens of attempts that failed. */
  lostMs: number;
  lostTokens: number;
  /** Time that attempts stood in line before they started. */
  waitingMs: number;
  /** Of the contexts of its runs, as their parents had them and as they were handed on. */
  contextBytesBefore: number;
  contextBytesAfter: number;
  /** Runs that its runs have started. */
  children: number;
  runsSucceeded: number;
  runsFailed: number;
  runsCancelled: number;
};

export type SlotRef = { run: RunNo; node: NodeId; item?: number };

/**
 * A hint to look at something, in order. It is actionable only while the state says so (see `agenda.ts`);
 * folding drops hints that no longer are, so no event has to name the hint that it answers.
 */
export type Hint =
  | { readonly k: "node"; readonly run: RunNo; readonly node: NodeId }
  | { readonly k: "items"; readonly run: RunNo; readonly node: NodeId }
  | { readonly k: "item"; readonly run: RunNo; readonly node: NodeId; readonly item: number }
  | { readonly k: "child"; readonly run: RunNo }
  | { readonly k: "undo"; readonly run: RunNo }
  | { readonly k: "recover"; readonly run: RunNo; readonly node: NodeId; readonly item?: number }
  | { readonly k: "finish"; readonly run: RunNo }
  | { readonly k: "level"; readonly depth: number }
  | { readonly k: "budget"; readonly account: RunNo }
  | { readonly k: "refund"; readonly account: RunNo }
  | { readonly k: "degraded"; readonly run: RunNo; readonly node: NodeId; readonly item?: number }
  | { readonly k: "adapt"; readonly depth: number }
  | { readonly k: "close" };

/** Binary min-heap by `at`; entries of slots that moved on are dropped when they surface. */
export type TimerEntry = SlotRef & { at: EpochMs };

/**
 * The folded state of a tree: plain JSON-safe data. `evolve` changes it in place; hand copies to readers.
 * Law: an event costs the same in a tree of 10² and of 10⁵ runs, so nothing here is ever scanned.
 */
export type TreeState = {
  readonly v: 1;
  treeId: TreeId;
  /** Last folded event; 0 before the first. */
  seq: number;
  at: EpochMs;
  limits: Limits;
  /** Present in a tree that another one started. */
  origin?: TreeOrigin;
  /** Somebody asked it to stop: what is in flight may end, and nothing else starts. */
  closing?: { readonly reason: string; readonly actor: Actor };
  paused: boolean;
  pausedAt: EpochMs | null;
  /** When active time runs out; `null` = no limit. Pause and downtime push it on. */
  deadlineAt: EpochMs | null;
  graphs: Record<string, BoundGraph>;
  /** By `RunNo`. */
  runs: RunState[];
  /** By depth. */
  levels: LevelState[];
  once: Record<string, RunNo>;
  agenda: Hint[];
  agendaHead: number;
  timers: TimerEntry[];
  /** Slots that are `calling`: attempts handed out and not yet answered. */
  openCalls: number;
  /** Open places that wait for a person or a signal. */
  outside: number;
  /** Open places that wait for an instant by themselves: retries and plain waits. */
  timed: number;
  /** Since when nothing but people and signals can move the tree: that time is not active. */
  stillSince: EpochMs | null;
  /** Open waits by signal name, oldest first from `head`. Keys carry a prefix. */
  waiting: Record<string, { refs: SlotRef[]; head: number }>;
  /** Signals that came before anyone waited for them, by address (see `signals.ts`). */
  signals: Record<string, { readonly name: string; readonly payload: Stored }>;
  /** Attempts that breakers hold, by breaker; those that have moved on are dropped when they are looked at. */
  held?: Record<string, SlotRef[]>;
  /** Results that can be undone, and live runs that undo. Absent where there never was one. */
  undoable?: number;
  undoing?: number;
  /** Soft thresholds already announced. */
  announced: Partial<Record<keyof Limits, true>>;
  counts: {
    running: number;
    succeeded: number;
    failed: number;
    cancelled: number;
    deepest: number;
    attempts: number;
    retries: number;
  };
  /** Last successful durations by `graph:node:depth`, newest last: 50 to compare with, and the newest. */
  durations: Record<string, number[]>;
  /** Successes by the same key until slowness there is told again. */
  slow: Record<string, number>;
  /** Most tokens that one attempt used, by the same key. */
  tokensSeen: Record<string, number>;
  /** The ledger: accounts by the run that they are of. */
  accounts: Record<RunNo, Account>;
  /** Calls that ended without their answer and were charged in full: what they really used is still welcome. */
  orphans: Record<string, { readonly run: RunNo; readonly tokens: number; readonly costUsd: number }>;
  /** Answers of agents for hand-offs that are paid for. Absent where there never was one. */
  bought?: Record<string, true>;
  /** Time that counted up to the last event: neither pause nor downtime, nor waiting for people and signals alone. */
  activeMs: number;
  /** Factors that people gave to allowances of every depth, each as it was given. */
  scale?: Readonly<Partial<Record<AllowanceName, readonly number[]>>>;
  /** A limit, and not a person, paused the tree. */
  pausedByLimit?: true | undefined;
};

export function slotKey(ref: SlotRef): string {
  return ref.item === undefined ? `${ref.run}/${ref.node}` : `${ref.run}/${ref.node}/${ref.item}`;
}
