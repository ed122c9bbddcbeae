import type { Graph, GraphEdge } from "../graph/graph.ts";
import { edgesAgain, withoutEdge } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { drawn, edgeAt, edgesLike, missingNode, unclearEdge, withEdge } from "./places.ts";
import { refusal } from "./refusals.ts";
import type { OperationOf } from "./schemas.ts";

export const rewireEdge: OperationKind<"rewireEdge"> = {
  summary: "Leads an edge from or to another node or port. Its condition, mapping and place stay.",
  check: (graph, { edge, to }) => {
    const unclear = unclearEdge(graph, edge);
    if (unclear) return unclear;
    const at = edgeAt(graph, edge);
    const rewired = rewiredEdge(graph, edge, to);
    const missing = missingNode(graph, rewired.source, ["edges", at, "source"]);
    if (missing) return missing;
    const other = edgesLike(graph.edges, rewired).find((i) => i !== at);
    if (other !== undefined)
      return refusal("M004", ["edges", other], `${drawn(rewired)} stands already; remove one of both`);
    return missingNode(graph, rewired.target, ["edges", at, "target"]);
  },
  apply: (graph, { edge, to }) => withEdge(graph, edgeAt(graph, edge), rewiredEdge(graph, edge, to)),
  invert: (graph, { edge }, after) => {
    const at = edgeAt(graph, edge);
    return [...withoutEdge(after, at), ...edgesAgain(graph, [at])];
  },
  touches: ({ edge }, before) => ({ edgeAt: edgeAt(before, edge) }),
};

type Rewire = OperationOf<"rewireEdge">;

function rewiredEdge(graph: Graph, ref: Rewire["edge"], to: Rewire["to"]): GraphEdge {
  const { port: before, ...rest } = graph.edges[edgeAt(graph, ref)] ?? ref;
  const port = to.port ?? (to.source === undefined ? before : undefined);
  return {
    ...rest,
    ...(to.source === undefined ? {} : { source: to.source }),
    ...(to.target === undefined ? {} : { target: to.target }),
    ...(port === undefined ? {} : { port }),
  };
}
