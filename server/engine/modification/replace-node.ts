import { nodeBack } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { missingNode, withNode } from "./places.ts";

export const replaceNode: OperationKind<"replaceNode"> = {
  summary: "Puts another node in the place of one. Name and edges stay.",
  check: (graph, { id }) => missingNode(graph, id),
  apply: (graph, { id, node }) => withNode(graph, id, node),
  invert: nodeBack,
  touches: ({ id }) => ({ node: id }),
};
