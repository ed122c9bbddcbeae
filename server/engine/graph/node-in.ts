import type { Graph, GraphNode } from "./graph.ts";

/** The node of a name, which may be that of a member of every object, such as `constructor`. */
export function nodeIn(graph: Graph, id: string): GraphNode | undefined {
  return Object.hasOwn(graph.nodes, id) ? graph.nodes[id] : undefined;
}
