import type { Failure } from "#server/engine/failure";
import type { TreeSnapshot } from "#server/engine/live/wire";
import type { Json } from "#server/engine/values/json";

/** Shapes of links to one tree. Instants are ISO 8601 in UTC. */

/** `withdrawn`: who made it may no longer share. */
export type ShareState = "open" | "expired" | "revoked" | "withdrawn";

export type ShareLink = {
  readonly id: string;
  readonly treeId: string;
  readonly workflow: string;
  readonly label: string | null;
  /** Whether labels of runs are shown. */
  readonly names: boolean;
  /** Whether inputs, outputs, context and messages of failures are shown. */
  readonly values: boolean;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly state: ShareState;
};
/** `token` is to be seen in this answer only; the link is `/s#TOKEN`. */
export type CreatedShareLink = ShareLink & { readonly token: string };

/** A link as the one who opened it knows it. */
export type Share = {
  readonly id: string;
  readonly treeId: string;
  readonly names: boolean;
  readonly values: boolean;
  readonly expiresAt: string;
};

/** `null` = nothing has happened since the seq that was asked with. */
export type SharedTree = { readonly snapshot: TreeSnapshot | null };

/** Of a run, what its row does not carry. */
export type SharedRun = {
  readonly id: string;
  readonly path: string;
  readonly workflow: string;
  readonly revision: number | null;
  /** `null` = the link does not show values. */
  readonly values: {
    readonly input: Json;
    readonly output: Json | null;
    readonly failure: Failure | null;
  } | null;
};
