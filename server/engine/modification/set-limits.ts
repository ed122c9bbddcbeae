import type { Graph } from "../graph/graph.ts";
import type { OperationKind } from "./operation-kind.ts";

export const setLimits: OperationKind<"setLimits"> = {
  summary: "Sets limits of the workflow, and removes those that are to have their default again.",
  apply: (graph, { set, remove = [] }) => {
    const { limits, ...rest } = graph;
    const kept = Object.entries({ ...limits, ...set }).filter(
      ([name]) => !(remove as string[]).includes(name),
    );
    if (kept.length === 0 && set === undefined) return rest as Graph;
    return { ...rest, limits: Object.fromEntries(kept) as Graph["limits"] };
  },
  touches: () => ({}),
};
