import { kindOf } from "../nodes/definitions.ts";
import type { Graph, GraphNode, NodeBody } from "./graph.ts";
import { inlineGraphOf } from "./inline-graph.ts";
import type { Path } from "./problems.ts";

/** A node, or the body that a node repeats, and where it stands. */
export type PlacedNode = { readonly node: GraphNode | NodeBody; readonly path: Path };

/** The nodes of a graph and their bodies, without those of inline graphs. */
export function* everyNode(graph: Graph, base: Path = []): Generator<PlacedNode> {
  for (const [id, node] of Object.entries(graph.nodes)) {
    const path = [...base, "nodes", id];
    yield { node, path };
    const repeated = kindOf(node).body?.(node);
    if (repeated) yield { node: repeated.body, path: [...path, "body"] };
  }
}

/** The same with the nodes of inline graphs whose shape is right. */
export function* everyNodeWithin(graph: Graph, base: Path = []): Generator<PlacedNode> {
  for (const placed of everyNode(graph, base)) {
    yield placed;
    const inline = inlineGraphOf(placed.node);
    if (inline) yield* everyNodeWithin(inline, [...placed.path, "graph"]);
  }
}

/** A graph and the inline graphs in it whose shape is right. */
export function* everyGraph(
  graph: Graph,
  path: Path = [],
): Generator<{ readonly graph: Graph; readonly path: Path }> {
  yield { graph, path };
  for (const placed of everyNode(graph, path)) {
    const inline = inlineGraphOf(placed.node);
    if (inline) yield* everyGraph(inline, [...placed.path, "graph"]);
  }
}
