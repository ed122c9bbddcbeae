import { kindOf } from "../nodes/definitions.ts";
import { type Graph, type GraphNode, graphSchema, type NodeBody } from "./graph.ts";

/** Graphs that were read already: those who look through a graph come by again and again. */
const read = new WeakMap<object, Graph | null>();

/** The graph within a node; `null` = it has none, or one whose shape is not right, which that of a draft need not be. */
export function inlineGraphOf(node: GraphNode | NodeBody): Graph | null {
  const given = kindOf(node).inline?.(node)?.graph;
  if (typeof given !== "object" || given === null) return null;
  const known = read.get(given);
  if (known !== undefined) return known;
  const graph = graphSchema.safeParse(given).data ?? null;
  read.set(given, graph);
  return graph;
}
