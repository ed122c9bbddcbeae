import type { Graph, GraphNode } from "#server/engine/graph/graph";
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
    const entry = skippedBy(past, graph, id);
    return entry ? [[id, entry.before] as const] : [];
  });
  if (found.length === 0) return null;
  const back = found.reduce((made, [id, before]) => withNode(made, before, id), graph);
  const [only] = found;
  return {
    label: `Bring back ${found.length === 1 ? only?.[0] : `${found.length} nodes`}`,
    operations: diffGraphs(graph, back),
  };
}

/** The latest edit that skipped the node, where that stands as the edit has left it. */
function skippedBy(past: readonly Entry[], graph: Graph, id: string): Entry | undefined {
  const entry = past.findLast(({ operations }) =>
    operations.some((operation) => operation.op === "skipNode" && operation.id === id),
  );
  const node = graph.nodes[id];
  const left = entry?.after.nodes[id];
  return node && left && sameJson(unplaced(left), unplaced(node)) ? entry : undefined;
}

function unplaced({ position: _, ...node }: GraphNode): Json {
  return node as Json;
}

/** The node as it was, where it stands now, with the edges that left it. */
function withNode(graph: Graph, before: Graph, id: string): Graph {
  const { [id]: was } = before.nodes;
  if (!was) return graph;
  const position = graph.nodes[id]?.position;
  const leaving = before.edges.filter(
    ({ source, target }) => source === id && (target === id || target in graph.nodes),
  );
  return {
    ...graph,
    nodes: { ...graph.nodes, [id]: { ...was, ...(position ? { position } : {}) } },
    edges: leaving.some(({ port }) => port !== undefined)
      ? [...graph.edges.filter(({ source }) => source !== id), ...leaving]
      : graph.edges,
  };
}
