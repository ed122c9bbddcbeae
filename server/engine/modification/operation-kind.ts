import type { Graph } from "../graph/graph.ts";
import type { Refusal } from "./refusals.ts";
import type { Operation, OperationOf } from "./schemas.ts";

/**
 * What a kind of operation does. Graphs go in and come out unchanged: what an operation does not touch is the very
 * same object afterwards. One file each; `schemas.ts` has their formats, `operations.ts` lists them.
 */
export type OperationKind<Op extends Operation["op"]> = {
  /** One sentence for people and agents. */
  readonly summary: string;
  /** Why it does not apply to this graph. Whether its result has the right shape is looked at for all kinds alike. */
  readonly check?: (graph: Graph, operation: OperationOf<Op>) => Refusal | null;
  /** Called only where `check` finds nothing. */
  readonly apply: (graph: Graph, operation: OperationOf<Op>) => Graph;
  /** What leads back from `after`. Without it, the difference of the two graphs, which looks at all of them. */
  readonly invert?: (graph: Graph, operation: OperationOf<Op>, after: Graph) => readonly Operation[];
  /** Nodes and edges that it has changed, where that is certain: the rest keeps its shape unseen. */
  readonly touches?: (operation: OperationOf<Op>, before: Graph) => Touched;
};

export type Touched = { readonly node?: string; readonly edgeAt?: number };
