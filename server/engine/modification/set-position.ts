import { nodeIn } from "../graph/node-in.ts";
import { nodeBack } from "./back.ts";
import type { OperationKind } from "./operation-kind.ts";
import { missingNode, withNode } from "./places.ts";

export const setPosition: OperationKind<"setPosition"> = {
  summary: "Says where a node is drawn; without a position, the editor decides.",
  check: (graph, { id }) => missingNode(graph, id),
  apply: (graph, { id, position }) => {
    const node = nodeIn(graph, id);
    if (!node) return graph;
    const { position: _before, ...rest } = node;
    return withNode(graph, id, position ? { ...rest, position } : rest);
  },
  invert: nodeBack,
  touches: ({ id }) => ({ node: id }),
};
