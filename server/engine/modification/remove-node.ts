import { nodeIn } from "../graph/node-in.ts";
import { edgesAgain } from "./back.ts";
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
  invert: (graph, { id }) => {
    const node = nodeIn(graph, id);
    const ids = Object.keys(graph.nodes);
    const at = ids.indexOf(id);
    const places = graph.edges.flatMap(({ source, target }, i) =>
      source === id || target === id ? [i] : [],
    );
    if (!node) return [];
    const place = at === ids.length - 1 ? {} : { at };
    return [{ op: "addNode", id, node, ...place }, ...edgesAgain(graph, places)];
  },
  touches: () => ({}),
};
