import type { NodeOf, Planner } from "../planner.ts";
import { planOutput } from "../planning.ts";

/** Its output is a template over what has run. */
export const planTransform: Planner<NodeOf<"transform">> = {
  plan: (planning, node) => planOutput(planning, node.output, "output"),
};
