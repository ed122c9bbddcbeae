import type { Graph, GraphEdge, GraphNode } from "#server/engine/graph/graph";
import { sameJson } from "#server/engine/modification/compare";
import { diffGraphs } from "#server/engine/modification/diff";
import type { Json } from "#server/engine/values/json";
import { exitsOf } from "./geometry";
import type { Edit, Entry, History } from "./history";

/** The ways out of a node of which one has to be chosen before it can be skipped. */
export function waysToSkip(graph: Graph, id: string): readonly string[] {
  const byPorts = graph.edges.some(({ source, port }) => source === id && port !== undefined);
  return byPorts ? exitsOf(graph, id).filter((exit) => exit !== null) : [];
}

export function skipBy(id: string, port: string): Edit {
  return { label: `Skip ${id}`, operations: [{ op: "skipNode", id, output: null, port }] };
}

/** Brings back nodes that were skipped, as far as the history knows what they were; `null` = it knows of none. */
export function bringBack({ graph, past }: History, ids: readonly string[]): Edit | null {
  const found = ids.flatMap((id) => {
    const skipped = skippedBy(past, graph, id);
    return skipped ? [skipped] : [];
  });
  if (found.length === 0) return null;
  const back = found.reduce(withNode, graph);
  const [only] = found;
  return {
    label: `Bring back ${found.length === 1 ? only?.id : `${found.length} nodes`}`,
    operations: diffGraphs(graph, back),
  };
}

type Skipped = {
  readonly id: string;
  /** The way by which runs went on without it. */
  readonly port: string | undefined;
  /** What it was skipped in. */
  readonly before: Graph;
};

/** By the latest edit that skipped the node, where that stands as the edit has left it. */
function skippedBy(past: readonly Entry[], graph: Graph, id: string): Skipped | null {
  for (const { operations, before, after } of past.toReversed()) {
    const skip = operations.find((operation) => operation.op === "skipNode" && operation.id === id);
    if (skip?.op !== "skipNode") continue;
    const node = graph.nodes[id];
    const left = after.nodes[id];
    const stands = node && left && sameJson(unplaced(left), unplaced(node));
    return stands ? { id, port: skip.port, before } : null;
  }
  return null;
}

function unplaced({ position: _, ...node }: GraphNode): Json {
  return node as Json;
}

/** The node as it was, where it stands now, with the edges that left it. */
function withNode(graph: Graph, skipped: Skipped): Graph {
  const { id, before } = skipped;
  const { [id]: was } = before.nodes;
  if (!was) return graph;
  const position = graph.nodes[id]?.position;
  return {
    ...graph,
    nodes: { ...graph.nodes, [id]: { ...was, ...(position ? { position } : {}) } },
    edges: skipped.port === undefined ? graph.edges : edgesBack(graph, { ...skipped, port: skipped.port }),
  };
}

/** Other ways than the one that was taken are as they were; that one leads to where what stood for the node leads now. */
function edgesBack(
  { nodes, edges }: Graph,
  { id, port, before }: Skipped & { readonly port: string },
): GraphEdge[] {
  const left = before.edges.filter(
    ({ source, target }) => source === id && (target === id || target in nodes),
  );
  const others = left.filter((edge) => edge.port !== undefined && edge.port !== port);
  const taken = left.filter((edge) => edge.port === undefined || edge.port === port);
  const now = edges.filter(({ source }) => source === id).flatMap((edge) => edgeBack(edge, port, taken));
  return [...edges.filter(({ source }) => source !== id), ...now, ...others];
}

/** An edge by the port that it had, or else by the one that was taken; with it comes one that skipping had joined to it. */
function edgeBack(edge: GraphEdge, port: string, taken: readonly GraphEdge[]): readonly GraphEdge[] {
  const [first, ...joined] = taken
    .filter(({ target }) => target === edge.target)
    .toSorted((one, other) => Number(one.port !== undefined) - Number(other.port !== undefined));
  if (!first) return [{ ...edge, port }];
  const back = first.port === undefined ? edge : { ...edge, port: first.port };
  // Fields of an edge stand in the order in which they were written.
  return [sameJson(back as Json, first as Json) ? first : back, ...joined];
}
