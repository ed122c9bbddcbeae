import { edgesAgain } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { edgeAt, unclearEdge } from "./places.ts";

export const removeEdge: OperationKind<"removeEdge"> = {
  summary: "Removes an edge.",
  check: (graph, { edge }) => unclearEdge(graph, edge),
  apply: (graph, { edge }) => ({ ...graph, edges: graph.edges.toSpliced(edgeAt(graph, edge), 1) }),
  invert: (graph, { edge }) => edgesAgain(graph, [edgeAt(graph, edge)]),
  touches: () => ({}),
};
