import type { GraphChanges } from "#server/engine/graph/diff";
import type { Graph, Problem } from "#server/engine/graph/graph";
import type { Operation } from "#server/engine/modification/schemas";
import type { DraftHead } from "./types.ts";

/** A draft after a modification, or what it would be. */
export type ModifiedDraft = {
  readonly slug: string;
  /** `null` = a dry run: nothing was kept. */
  readonly draft: DraftHead | null;
  readonly hash: string;
  /** What was done; of an action, what it proposed. */
  readonly operations: readonly Operation[];
  /** What leads back to the graph that was there. */
  readonly inverse: readonly Operation[];
  readonly graph: Graph;
  readonly valid: boolean;
  readonly problems: readonly Problem[];
  /** From the graph that was there to this one. */
  readonly changes: GraphChanges;
};
