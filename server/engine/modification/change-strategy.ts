import type { CallContext } from "../context/schema.ts";
import type { Graph, GraphNode } from "../graph/graph.ts";
import { nodeIn } from "../graph/node-in.ts";
import type { OperationKind } from "./operation-kind.ts";
import { isRepeating, missingNode, withNode } from "./places.ts";
import { refusal } from "./refusals.ts";
import type { OperationOf } from "./schemas.ts";

export const changeStrategy: OperationKind<"changeStrategy"> = {
  summary: "Changes how context is handed on: by the whole workflow, or by one node that starts child runs.",
  check: (graph, { id }) => {
    if (id === undefined) return null;
    const node = nodeIn(graph, id);
    if (!node) return missingNode(graph, id);
    if (handsOn(node)) return null;
    return refusal(
      "M012",
      ["nodes", id],
      `a ${node.kind} starts no child run; name a subworkflow, a plan, or what repeats one`,
    );
  },
  apply: (graph, { id, strategy }) => {
    if (id !== undefined) return changedNode(graph, id, strategy);
    return { ...graph, context: { ...graph.context, strategy } };
  },
};

type Strategy = OperationOf<"changeStrategy">["strategy"];
type Caller = Extract<GraphNode, { context?: CallContext | undefined }>;

function changedNode(graph: Graph, id: string, strategy: Strategy): Graph {
  const node = nodeIn(graph, id);
  if (!node) return graph;
  if (isCaller(node)) return withNode(graph, id, withStrategy(node, strategy));
  if (!isRepeating(node)) return graph;
  return withNode(graph, id, { ...node, body: withStrategy(node.body as Caller, strategy) } as GraphNode);
}

function withStrategy<Node extends { context?: CallContext | undefined }>(
  node: Node,
  strategy: Strategy,
): Node {
  if (typeof node.context === "object") return { ...node, context: { ...node.context, strategy } };
  return { ...node, context: typeof strategy === "string" ? strategy : { strategy } };
}

function handsOn(node: GraphNode): boolean {
  return isCaller(node) || (isRepeating(node) && isCaller(node.body));
}

function isCaller(node: { readonly kind: string }): node is Caller {
  return node.kind === "subworkflow" || node.kind === "plan";
}
