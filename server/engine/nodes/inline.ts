import { bindGraph } from "../graph/compile.ts";
import { type BoundGraph, type Graph, graphSchema } from "../graph/graph.ts";

const graphs = new WeakMap<object, Graph>();

/** An inline graph of a validated node, bound under its caller's slug; the same object gives the same binding. */
export function bindInline(source: unknown, slug: string): BoundGraph {
  if (typeof source !== "object" || source === null) throw new Error("an inline graph was not validated");
  const graph = graphs.get(source) ?? graphSchema.parse(source);
  graphs.set(source, graph);
  return bindGraph(graph, { slug, revision: null, inline: true });
}
