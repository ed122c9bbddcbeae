import type { TreeCreation } from "#db/queries/append-batch";
import type { TreeId } from "#server/engine/ids";
import type { TreeState } from "#server/engine/run/state";
import type { Headers } from "./headers.ts";
import type { SnapshotLog } from "./snapshots.ts";

/** Why an owner let go of its tree. `failed`: folding, deciding or writing it threw. */
export type OwnerEnd =
  | { readonly why: "settled" | "fenced" | "duplicate" | "parked" | "stopped" }
  | { readonly why: "failed"; readonly error: unknown };

export type OwnedTree = {
  readonly treeId: TreeId;
  readonly epoch: number;
  readonly state: TreeState;
  readonly headers: Headers;
  readonly snapshots: SnapshotLog;
  /** Present on a tree that the database does not know yet. */
  readonly creation: TreeCreation | null;
  /** Its last owner was lost: until it makes progress pure calls are committed first too, so that it shows which one ends owners. */
  readonly careful: boolean;
};
