import type { OperationKind } from "./operation-kind.ts";
import { takenName, withNode } from "./places.ts";

export const addNode: OperationKind<"addNode"> = {
  summary: "Adds a node. Edges to and from it are added with addEdge.",
  check: (graph, { id }) => takenName(graph, id),
  apply: (graph, { id, node, at }) => {
    if (at === undefined) return withNode(graph, id, node);
    const nodes = Object.entries(graph.nodes);
    return { ...graph, nodes: Object.fromEntries(nodes.toSpliced(at, 0, [id, node])) };
  },
  invert: (_, { id }) => [{ op: "removeNode", id }],
  touches: ({ id }) => ({ node: id }),
};
