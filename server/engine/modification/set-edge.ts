import type { Graph, GraphEdge } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import { edgeBack } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { type Change, changeAll, partsOf } from "./patch.ts";
import { type EdgeRef, edgeAt, unclearEdge, withEdge } from "./places.ts";
import { refusal } from "./refusals.ts";

/** What an edge has besides its ends. */
const FIELDS = ["when", "mapping"];

export const setEdge: OperationKind<"setEdge"> = {
  summary: "Changes the condition (/when) or the mapping (/mapping/…) of an edge.",
  check: (graph, { edge, changes }) => {
    const unclear = unclearEdge(graph, edge);
    if (unclear) return unclear;
    const at = ["edges", edgeAt(graph, edge)];
    const strange = changes
      .map(({ path }) => partsOf(path)[0] ?? "")
      .find((field) => !FIELDS.includes(field));
    if (strange !== undefined)
      return refusal(
        "M007",
        [...at, strange],
        "setEdge changes /when and /mapping; other ends are for rewireEdge",
      );
    const changed = changedEdge(graph, edge, changes);
    return "blocked" in changed ? refusal("M007", [...at, ...changed.parts], changed.blocked) : null;
  },
  apply: (graph, { edge, changes }) => {
    const changed = changedEdge(graph, edge, changes);
    return "value" in changed ? withEdge(graph, edgeAt(graph, edge), changed.value as GraphEdge) : graph;
  },
  invert: edgeBack,
  touches: ({ edge }, before) => ({ edgeAt: edgeAt(before, edge) }),
};

function changedEdge(graph: Graph, ref: EdgeRef, changes: readonly Change[]) {
  return changeAll(graph.edges[edgeAt(graph, ref)] as unknown as Json, changes);
}
