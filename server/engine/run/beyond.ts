import type { NodeId, RunId, RunNo, TreeId } from "../ids.ts";
import type { Json } from "../values/json.ts";

/** Place of a child in its parent: the node that started it and, under a map, the item. */
export type Origin = {
  readonly run: RunNo;
  readonly node: NodeId;
  readonly item?: number;
  /** From the second on: a person asked for the node again. */
  readonly generation?: number;
};

/** A run above a tree that was started from another one: enough to tell a cycle and to name it. */
export type OuterRun = {
  readonly runId: string;
  readonly label: string;
  readonly fingerprint: string;
  readonly task?: string;
};

/** What happens to a detached tree when the run that started it ends, however it ends. */
export type ClosePolicy = "terminate" | "requestCancel" | "abandon";

/** Where a detached tree comes from. Its depth goes on from there, and so does the check for cycles. */
export type TreeOrigin = {
  readonly treeId: TreeId;
  readonly run: RunNo;
  readonly node: NodeId;
  readonly item?: number;
  /** Of the run that started it. */
  readonly depth: number;
  readonly closePolicy: ClosePolicy;
  /** From the outermost root down to that run. */
  readonly above: readonly OuterRun[];
};

/** The run that a tree was forked from, and the place from which on it is done anew. */
export type ForkedFrom = { readonly from: RunId; readonly node: NodeId; readonly item?: number };

/** Output of a node whose child was not run because `once` had seen its key. */
export type OnceReference = { readonly reference: { readonly runId: string; readonly key: string } };
/** Output of a node whose child was not run because it would repeat an ancestor. */
export type CycleFinding = {
  readonly cycle: {
    readonly code: "RecursionCycleDetected" | "RecursionStalled";
    readonly runId: string;
    readonly label: string | null;
    readonly path: Json;
  };
};
