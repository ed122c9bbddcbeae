import type { GraphNode } from "../graph/graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import type { Json } from "../values/json.ts";
import { nodeBack } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { changeAll } from "./patch.ts";
import { missingNode, withNode } from "./places.ts";
import { refusal } from "./refusals.ts";

export const setNode: OperationKind<"setNode"> = {
  summary:
    "Changes fields of a node: time limit, retry, recovery, conditions, model, agent, context, and any other.",
  check: (graph, { id, changes }) => {
    const node = nodeIn(graph, id);
    if (!node) return missingNode(graph, id);
    const changed = changeAll(node as Json, changes);
    return "blocked" in changed ? refusal("M007", ["nodes", id, ...changed.parts], changed.blocked) : null;
  },
  apply: (graph, { id, changes }) => {
    const changed = changeAll(nodeIn(graph, id) as Json, changes);
    return "value" in changed ? withNode(graph, id, changed.value as GraphNode) : graph;
  },
  invert: nodeBack,
  touches: ({ id }) => ({ node: id }),
};
