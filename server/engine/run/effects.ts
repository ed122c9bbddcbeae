import type { EpochMs, NodeId, RunNo } from "../ids.ts";
import type { Stored } from "../values/json.ts";

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
  readonly timeoutMs: number | null;
  /** `tree:path:node:iteration:generation`: the same on every attempt and delivery of this work. */
  readonly idempotencyKey: string;
  readonly depth: number;
};
/** Stop an attempt whose run has settled; its late result will be refused. */
export type AbortTask = { readonly type: "abortTask"; readonly run: RunNo; readonly node: NodeId; readonly item?: number; readonly attempt: number };
/** Send a `tick` at `at`. */
export type WakeAt = { readonly type: "wakeAt"; readonly at: EpochMs };

export type Effect = CallTask | AbortTask | WakeAt;
