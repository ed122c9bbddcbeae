import type { Answers, Question } from "../context/questions.ts";
import type { Failure } from "../failure.ts";
import type { Fork } from "../fork/fork.ts";
import type { BoundGraph, Limits } from "../graph/graph.ts";
import type { EpochMs, NodeId, RunNo, TreeId } from "../ids.ts";
import type { AllowanceName } from "../recursion/allowance-schema.ts";
import type { SomeAmounts } from "../recursion/amounts.ts";
import type { Blob, BlobLookup, Stored } from "../values/json.ts";
import type { Actor, ByHand, Event, TreeOrigin } from "./events.ts";
import type { Usage } from "./usage.ts";

type At = { readonly at: EpochMs };
type Call = At & {
  readonly run: RunNo;
  readonly node: NodeId;
  readonly item?: number;
  readonly attempt: number;
};

type ByPerson = At & { readonly actor: Actor };
type InNode = ByPerson & { readonly run: RunNo; readonly node: NodeId };

/** A request. Instants, ids, jitter and results enter here; the core makes none of them up. */
export type Command =
  | (At & {
      readonly type: "start";
      readonly treeId: TreeId;
      readonly graph: BoundGraph;
      readonly input: Stored;
      /** Tightens the graph's own limits; a looser value is cut to the graph's. */
      readonly limits?: Partial<Limits>;
      readonly label?: string;
      readonly actor: Actor;
      /** Entries of the root's context. Their presence alone gives the tree one. */
      readonly context?: Readonly<Record<string, Stored>>;
      /** Another tree started this one. */
      readonly origin?: TreeOrigin;
      /** It repeats part of an earlier tree. */
      readonly fork?: Fork;
    })
  /** Plan the next thing on the agenda; refused with `IDLE` when nothing is actionable. */
  | (At & { readonly type: "advance" })
  | (Call & { readonly type: "attemptSucceeded"; readonly output: Stored; readonly usage?: Usage })
  /** `jitter` is uniform in [0, 1). */
  | (Call & {
      readonly type: "attemptFailed";
      readonly failure: Failure;
      readonly retryAfterMs?: number;
      readonly jitter: number;
      readonly usage?: Usage;
    })
  /** A breaker did not let the attempt through. */
  | (Call & { readonly type: "attemptHeld"; readonly breaker: string; readonly until: EpochMs })
  /** A breaker lets work through again. */
  | (At & { readonly type: "breakerClosed"; readonly breaker: string })
  /** The clock reached `at`: fires what is due. */
  | (At & { readonly type: "tick" })
  /** Cancels run `run` and everything below it. */
  | (At & {
      readonly type: "cancel";
      readonly run: RunNo;
      readonly reason: string;
      readonly actor: Actor;
      /** Undo what it has done, as if it had failed. */
      readonly compensate?: boolean;
      /** Only asks: what is in flight may end first. For a whole tree. */
      readonly graceful?: true;
    })
  | (At & { readonly type: "pause"; readonly actor: Actor })
  | (At & { readonly type: "resume"; readonly actor: Actor })
  /**
   * For a wait: of a node, or by name. A name sent to the root reaches the oldest wait for it anywhere in the tree,
   * sent to another run only one of its own. One that nobody waits for yet is kept, once.
   */
  | (ByPerson & {
      readonly type: "signal";
      readonly run: RunNo;
      readonly to: { readonly node: NodeId } | { readonly name: string };
      readonly payload: Stored;
    })
  /** `generation`: which asking of the node is answered; without it, the present one. */
  | (InNode & {
      readonly type: "answer";
      readonly approve: boolean;
      readonly comment?: string;
      readonly generation?: number;
    })
  /** Gives a node its output by hand: `skip` and `replace` at any time before it is final, `complete` once it has started. */
  | (InNode & {
      readonly type: "settleNode";
      readonly how: ByHand["how"];
      readonly item?: number;
      readonly output: Stored;
      readonly port?: string;
    })
  /** Lets an open place fail, with what its recovery says of failures to follow. */
  | (InNode & { readonly type: "failNode"; readonly item?: number; readonly reason?: string })
  /** Asks for the work of an open place again, with another input where one is given. */
  | (InNode & { readonly type: "retryNode"; readonly item?: number; readonly input?: Stored })
  | (ByPerson & {
      readonly type: "setVariable";
      readonly run: RunNo;
      readonly name: string;
      readonly value: Stored;
    })
  /** Gives the account of a run more, and the tree more active time; what a limit had refused there is asked for again. */
  | (ByPerson & {
      readonly type: "topUp";
      readonly run: RunNo;
      readonly amounts: SomeAmounts;
      readonly activeMs?: number;
      /** What the limits may be at most, absolutely. */
      readonly ceilings?: TopUpCeilings;
    })
  /** Multiplies allowances of every depth of the tree. */
  | (ByPerson & {
      readonly type: "scaleResources";
      readonly factor: number;
      readonly allowances: readonly AllowanceName[];
    })
  /** A new owner took over: every attempt that was handed out is handed out again. */
  | (At & { readonly type: "recover"; readonly epoch: number });

export type TopUpCeilings = SomeAmounts & { readonly activeMs?: number };

/** What the driver knows of a registered task. */
export type TaskFacts = {
  readonly pure: boolean;
  readonly version?: string;
  readonly timeoutMs?: number;
  /** It uses tokens, and what one costs at most. */
  readonly meter?: { readonly usdPerToken: number };
};

/** Facts that `decide` reads besides the tree. Lookups are synchronous: what is missing comes back as `needs`. */
export type DecideEnv = {
  readonly blob: BlobLookup;
  /** By its slug, or `slug@revision`. `null` = no such workflow or revision; `undefined` = not loaded yet. */
  readonly workflow: (name: string) => BoundGraph | null | undefined;
  /** `undefined` = no such task. */
  readonly task: (name: string) => TaskFacts | undefined;
  /** Costly facts about values of the context; absent = the core works out what it can itself. */
  readonly answer?: Answers;
  /** Id of the agent that has all these capabilities; the same registry gives the same one. */
  readonly chooseAgent?: ((capabilities: readonly string[]) => string | undefined) | undefined;
};

export type Refusal =
  | "IDLE"
  | "ALREADY_STARTED"
  | "NOT_STARTED"
  | "RUN_UNKNOWN"
  | "RUN_SETTLED"
  | "RUN_ENDING"
  | "STALE_ATTEMPT"
  | "NOT_DUE"
  | "ALREADY_CLOSING"
  | "NOT_A_ROOT"
  | "ALREADY_PAUSED"
  | "NOT_PAUSED"
  | "NODE_UNKNOWN"
  | "NODE_SETTLED"
  | "NODE_NOT_OPEN"
  | "NODE_NOT_RETRYABLE"
  | "ITEM_UNKNOWN"
  | "PORT_UNKNOWN"
  | "OUTPUT_INVALID"
  | "NOT_WAITING"
  | "SIGNAL_PENDING"
  | "SIGNALS_FULL"
  | "ANSWER_LATE"
  | "ANSWER_STALE"
  | "ALREADY_ANSWERED"
  | "NOT_ASSIGNED"
  | "VARIABLE_UNKNOWN"
  | "NOTHING_LIMITED"
  | "NOTHING_LEFT_ABOVE"
  | "ABOVE_CEILING"
  | "SCALE_TOO_FAR"
  | "SCALED_TOO_OFTEN";

export type Needs = {
  readonly blobs: readonly string[];
  readonly workflows: readonly string[];
  readonly questions?: readonly Question[];
};

/**
 * `events`: facts to append, and `blobs` that must be durable before them.
 * `needs`: nothing was decided; load these and ask again.
 * `refused`: the command does not apply; a normal answer, not an error.
 */
export type Decision =
  | { readonly kind: "events"; readonly events: readonly Event[]; readonly blobs: readonly Blob[] }
  | { readonly kind: "needs"; readonly needs: Needs }
  | { readonly kind: "refused"; readonly code: Refusal };
