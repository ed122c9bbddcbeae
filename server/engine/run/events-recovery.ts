import type { Failure } from "../failure.ts";
import type { EpochMs, NodeId, RunNo } from "../ids.ts";
import type { Choice, Rung } from "../recovery/schema.ts";
import type { Stored } from "../values/json.ts";
import type { Actor, InNode, InRun, InSlot, Unparks } from "./events.ts";
import type { LadderState } from "./state.ts";

/** Events of recovery: what failed, what is done about it, and what is undone. */

export type RunEnd =
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "cancelled"; readonly reason: string; readonly actor?: Actor };
/** The run does nothing more, but is not over: what lives below it ends first, and with `undo` what it did is undone. */
export type RunEnding = InRun & { readonly type: "RunEnding"; readonly end: RunEnd; readonly undo: boolean };
/** A run starts that undoes `count` results; those of the nodes `of`, or all. Nobody else undoes them. */
export type CompensationStarted = InNode & {
  readonly type: "CompensationStarted";
  readonly count: number;
  readonly of?: readonly NodeId[];
};

/**
 * A breaker holds the attempt back: it was not made, and costs no try. It asks again at `until`, or when the breaker
 * closes.
 */
export type AttemptHeld = InSlot & {
  readonly type: "AttemptHeld";
  readonly attempt: number;
  readonly breaker: string;
  readonly until: EpochMs;
};
/** What was held back takes its place in its level's queue again. */
export type AttemptReleased = InSlot & {
  readonly type: "AttemptReleased";
  readonly attempt: number;
  readonly breaker: string;
};
/** The work of a place failed, and its recovery has something to say about it. What was open there is void. */
export type SlotFailing = InSlot & Unparks & { readonly type: "SlotFailing"; readonly failure: Failure };
/** What a recovery does about a failure. `retryAt`: the same work again then. The events that follow carry out the rest. */
export type RungTaken = InSlot & {
  readonly type: "RungTaken";
  /** Index in the node's `recovery`, or in its `onEscalation`. */
  readonly rung: number;
  readonly of: "recovery" | "onEscalation";
  readonly do: RungName;
  /** Of a custom rung: who decided. */
  readonly strategy?: string;
  /** Why. */
  readonly failure: Failure;
  readonly numbers: Numbers;
  readonly retryAt?: EpochMs;
  /** Work that is new gets a new key. */
  readonly generation?: number;
  /** Where the place stands on its ladder from here on. */
  readonly ladder: LadderState;
};
export type RungName = Exclude<Rung["do"], "custom"> | Choice["choose"];
/** The wait before a child is started again is over. */
export type SlotResumed = InSlot & { readonly type: "SlotResumed" };
/** A run asks the run above it what to do; its own end follows. */
export type EscalationRaised = InSlot & {
  readonly type: "EscalationRaised";
  readonly id: string;
  readonly to: RunNo;
  readonly failure: Failure;
};
/** Somebody above has dealt with an escalation; nobody else will. */
export type EscalationHandled = InSlot & {
  readonly type: "EscalationHandled";
  readonly id: string;
  readonly choice: RungName;
};
/** Nothing here dealt with an escalation of a child: it goes to the run above, or ends at the root. */
export type EscalationPassed = InSlot & {
  readonly type: "EscalationPassed";
  readonly id: string;
  readonly to: RunNo | null;
};

export type RetryRung = {
  readonly at: number;
  /** Attempts before this rung, and when the work was first tried. */
  readonly base: number;
  readonly since: EpochMs;
  readonly numbers: Numbers;
};
export type Numbers = Readonly<Record<string, string | number | boolean | null>>;

export type Undoing = { readonly task?: string; readonly workflow?: string; readonly input: Stored };
