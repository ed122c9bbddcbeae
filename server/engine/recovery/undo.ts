import { bindGraph } from "../graph/compile.ts";
import type { BoundGraph, Graph, GraphNode } from "../graph/graph.ts";
import type { NodeId, RunNo } from "../ids.ts";
import type { RunState, TreeState } from "../run/state.ts";
import type { Stored } from "../values/json.ts";

/** What undoes one result, ready to be called: nothing of it is worked out again. */
export type Undo = {
  readonly run: RunNo;
  readonly node: NodeId;
  readonly item?: number;
  readonly task?: string;
  readonly workflow?: string;
  readonly input: Stored;
};

/** Where the compensation of a run that ends hangs in it; no node can have this name. */
export const UNDO = ":compensation";

/**
 * What a run and all that has ended below it can undo, in the order in which it is undone: what lies below first, the
 * latest of each first.
 */
export function undoOf({ undo = [], undoBelow = [] }: RunState): readonly Undo[] {
  return [...undoBelow.toReversed().flat(), ...undo.toReversed()];
}

/** Whether a run, or what lives below it, has something that can be undone. */
export function canUndo(tree: TreeState, no: RunNo, below: readonly RunNo[]): boolean {
  if (!tree.undoable) return false;
  return [no, ...below].some((each) => {
    const run = tree.runs[each];
    return run !== undefined && (hasAny(run.undo) || hasAny(run.undoBelow));
  });
}

function hasAny(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0;
}

/**
 * The graph that undoes a list, one after the other. What cannot be done is tried again, then waits for a person; when
 * that person lets it fail, the rest is undone all the same, and the result says that it is not whole.
 */
export function undoGraph(
  list: readonly Undo[],
  slug: string,
): { readonly bound: BoundGraph; readonly input: Stored } {
  const ids = list.map((_, index) => `u${index + 1}`);
  const nodes = Object.fromEntries(list.map((undo, index) => [ids[index], nodeOf(undo, ids[index] ?? "")]));
  const graph: Graph = {
    schemaVersion: 1,
    slug,
    name: "Compensation",
    nodes: { ...nodes, end: { kind: "end", output: { undone: list.length } } },
    edges: [...ids, "end"].slice(1).map((target, index) => ({ source: ids[index] ?? "", target })),
  };
  const input = Object.fromEntries(list.map((undo, index) => [ids[index], undo.input])) as Stored;
  return { bound: bindGraph(graph, { slug, revision: null, inline: true }), input };
}

function nodeOf({ run, node, item, task, workflow }: Undo, id: string): GraphNode {
  const of = item === undefined ? node : `${node}[${item}]`;
  const common = {
    name: `Undo ${of} of run ${run}`,
    input: `= input.${id}`,
    recovery: [{ do: "retry", maxAttempts: 5 }, { do: "park" }, { do: "degrade", output: { undone: false } }],
  } satisfies Partial<GraphNode>;
  return task === undefined
    ? { kind: "subworkflow", workflow: workflow ?? "", ...common }
    : { kind: "task", task, ...common };
}
