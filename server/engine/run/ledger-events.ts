import type { Bought } from "../context/summaries.ts";
import type { Failure } from "../failure.ts";
import type { RunNo } from "../ids.ts";
import type { Because } from "../recursion/allowance.ts";
import type { AllowanceName } from "../recursion/allowance-schema.ts";
import type { Dimension, SomeAmounts } from "../recursion/amounts.ts";
import type { Shares } from "../recursion/share.ts";
import type { Actor, At, InRun, InSlot } from "./events.ts";
import type { Usage } from "./usage.ts";

/** A run's account asks the one above for more of what it was granted. */
export type EscalationRequested = InRun & {
  readonly type: "EscalationRequested";
  readonly dimension: Dimension;
  /** Its limit now, and what it asks for. */
  readonly limit: number;
  readonly wanted: number;
};
export type EscalationGranted = InRun & {
  readonly type: "EscalationGranted";
  readonly dimension: Dimension;
  readonly by: RunNo;
  /** Its limit from now on. */
  readonly limit: number;
};
export type EscalationRefused = InRun & {
  readonly type: "EscalationRefused";
  readonly dimension: Dimension;
  readonly by: RunNo;
  readonly limit: number;
};
/** A run ended: what was left of its grant is its parent's again. */
export type GrantReturned = InRun & { readonly type: "GrantReturned"; readonly returned: SomeAmounts };
/** A limit refused the place, and the tree goes on with a result that says so; the completing event follows. */
export type SlotDegraded = InSlot & { readonly type: "SlotDegraded"; readonly failure: Failure };
/** A person gave a run's account more. `activeMs` is of the tree. */
export type ToppedUp = InRun & {
  readonly type: "ToppedUp";
  readonly amounts: SomeAmounts;
  readonly activeMs?: number;
  readonly actor: Actor;
};
/** What a call really used that had ended without its answer and was charged in full. */
export type UsageSettled = InSlot & {
  readonly type: "UsageSettled";
  readonly attempt: number;
  readonly usage: Usage;
};
/** Agents have summarised entries for a child that starts next: what that used, by the run that hands off. */
export type SummariesBought = InSlot & {
  readonly type: "SummariesBought";
  /** Each answer is paid for once in a tree. */
  readonly bought: readonly Bought[];
  readonly usage: Usage;
};
/** A success took far longer than is usual for this node at this depth. */
export type PerformanceDegraded = InSlot & {
  readonly type: "PerformanceDegraded";
  readonly depth: number;
  readonly durationMs: number;
  readonly efficiency: number;
  readonly threshold: number;
  readonly samples: number;
  /** A change of the workflow is asked for. */
  readonly propose?: true;
};
/** The first agent of a depth is placed: what the allowances of the tree give that depth, as they were worked out. */
export type AllowanceOpened = At & {
  readonly type: "AllowanceOpened";
  readonly depth: number;
  readonly shares: Shares;
};
/** The controller has moved an allowance of a depth by one rung. */
export type AllowanceChanged = At & {
  readonly type: "AllowanceChanged";
  readonly depth: number;
  readonly allowance: AllowanceName;
  readonly to: 1 | -1;
  readonly because: Because;
  /** Share of what the tree has, or factor on time limits, from now on. */
  readonly share: number;
};
/** A person multiplied allowances of every depth. */
export type ResourcesScaled = At & {
  readonly type: "ResourcesScaled";
  readonly factor: number;
  readonly allowances: readonly AllowanceName[];
  readonly actor: Actor;
};
