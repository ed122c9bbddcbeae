import type { Graph } from "../graph/graph.ts";
import type { Json } from "../values/json.ts";
import type { OperationKind } from "./operation-kind.ts";
import { changeAll, partsOf } from "./patch.ts";
import { refusal } from "./refusals.ts";

/** Fields of a graph that have an operation of their own. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  nodes: "setNode",
  edges: "setEdge",
  limits: "setLimits",
  slug: "setMeta",
  name: "setMeta",
  description: "setMeta",
  inputSchema: "setMeta",
  outputSchema: "setMeta",
};

export const setWorkflow: OperationKind<"setWorkflow"> = {
  summary:
    "Changes what holds for all nodes: variables, context, recovery, classify and onEscalation of the workflow, and the layout of its drawing.",
  check: (graph, { changes }) => {
    for (const { path } of changes) {
      const other = ELSEWHERE[partsOf(path)[0] ?? ""];
      if (other) return refusal("M007", path, `this is changed with ${other}`);
    }
    const changed = changeAll(graph as unknown as Json, changes);
    return "blocked" in changed ? refusal("M007", changed.parts, changed.blocked) : null;
  },
  apply: (graph, { changes }) => {
    const changed = changeAll(graph as unknown as Json, changes);
    return "value" in changed ? (changed.value as unknown as Graph) : graph;
  },
  touches: () => ({}),
};
