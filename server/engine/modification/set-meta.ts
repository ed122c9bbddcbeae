import type { Graph } from "../graph/graph.ts";
import type { OperationKind } from "./operation-kind.ts";

export const setMeta: OperationKind<"setMeta"> = {
  summary: "Sets what a workflow says of itself: name, description, and the schemas of its input and output.",
  apply: (graph, { set = {}, remove = [] }) => {
    const kept = Object.entries({ ...graph, ...set }).filter(
      ([name]) => !(remove as string[]).includes(name),
    );
    return Object.fromEntries(kept) as Graph;
  },
  touches: () => ({}),
};
