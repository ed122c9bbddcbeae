import type { OperationKind } from "./operation-kind.ts";
import { takenName } from "./places.ts";

export const addNode: OperationKind<"addNode"> = {
  summary: "Adds a node. Edges to and from it are added with addEdge.",
  check: (graph, { id }) => takenName(graph, id),
  apply: (graph, { id, node, at }) => {
    const nodes = Object.entries(graph.nodes);
    return { ...graph, nodes: Object.fromEntries(nodes.toSpliced(at ?? nodes.length, 0, [id, node])) };
  },
};
