import { withoutEdge } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { drawn, edgesLike, missingNode } from "./places.ts";
import { refusal } from "./refusals.ts";

export const addEdge: OperationKind<"addEdge"> = {
  summary: "Adds an edge between two nodes.",
  check: (graph, { edge, again }) => {
    const [known] = again ? [] : edgesLike(graph.edges, edge);
    if (known !== undefined)
      return refusal(
        "M004",
        ["edges", known],
        `${drawn(edge)} stands already; change it with setEdge, or join both conditions`,
      );
    const end = (["source", "target"] as const).find((each) => missingNode(graph, edge[each]));
    return end ? missingNode(graph, edge[end], ["edges", graph.edges.length, end]) : null;
  },
  apply: (graph, { edge, at }) => ({
    ...graph,
    edges: graph.edges.toSpliced(at ?? graph.edges.length, 0, edge),
  }),
  invert: (graph, { at }, after) =>
    withoutEdge(after, Math.min(at ?? graph.edges.length, graph.edges.length)),
  touches: ({ at }, { edges }) => ({ edgeAt: Math.min(at ?? edges.length, edges.length) }),
};
