import type { Refusal } from "#server/engine/run/commands";

/**
 * What became of a command to a tree. `unavailable`: this process stops or has lost its lease, try again.
 * `needsAttention`: the tree is in quarantine. `ownedElsewhere`: another process runs it.
 */
export type CommandAnswer =
  | { readonly kind: "ok"; readonly seq: number }
  | { readonly kind: "refused"; readonly code: Refusal }
  | { readonly kind: "notFound" | "ownedElsewhere" | "needsAttention" | "unavailable" };
