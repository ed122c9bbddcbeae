import type { NodeId, RunNo } from "../ids.ts";
import type { Stretch } from "../recursion/allowance.ts";
import type { Stored } from "../values/json.ts";
import type { TreeOrigin } from "./beyond.ts";

/** Hand one attempt to its executor. `pure` work may start before its events are committed; all other work may not. */
export type CallTask = {
  readonly type: "callTask";
  readonly run: RunNo;
  readonly node: NodeId;
  readonly item?: number;
  readonly attempt: number;
  readonly delivery: number;
  readonly task: string;
  readonly input: Stored;
  readonly pure: boolean;
  /** Time limit of this attempt; `null` = the task's own, if it has one. */
  readonly timeoutMs: number | null;
  /** What the allowance of its depth makes of its time limit; `null` = nothing. */
  readonly stretch: Stretch | null;
  /** `tree:path:node:iteration:generation`: the same on every attempt and delivery of this work. */
  readonly idempotencyKey: string;
  readonly depth: number;
  /** What the ledger holds for it, where a limit is near: it must not use more. `null` = only its node says. */
  readonly budget: { readonly tokens: number; readonly costUsd: number } | null;
  /** For what may come back from outside: where it would stand. Only what the product itself sends has it. */
  readonly below?: TreeOrigin;
};
/** Stop the open attempts of a run, of one of its nodes, or of one item, that are void; their late results will be refused. */
export type AbortCalls = {
  readonly type: "abortCalls";
  readonly run: RunNo;
  readonly node?: NodeId;
  readonly item?: number;
};

/** Wake-ups are no effects: a driver asks `nextWakeAt(tree)` after each step and sends a `tick` then. */
export type Effect = CallTask | AbortCalls;
