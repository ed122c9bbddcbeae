import type { OperationKind } from "./operation-kind.ts";
import { missingNode } from "./places.ts";

export const removeNode: OperationKind<"removeNode"> = {
  summary: "Removes a node with all edges to and from it.",
  check: (graph, { id }) => missingNode(graph, id),
  apply: (graph, { id }) => {
    const { [id]: _gone, ...nodes } = graph.nodes;
    return {
      ...graph,
      nodes,
      edges: graph.edges.filter(({ source, target }) => source !== id && target !== id),
    };
  },
};
