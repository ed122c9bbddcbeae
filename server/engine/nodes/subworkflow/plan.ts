import { startChild } from "../plan-child.ts";
import type { NodeOf, Planner } from "../planner.ts";

/** A child run; its end is taken note of by `planChild`. */
export const planSubworkflow: Planner<NodeOf<"subworkflow">> = {
  plan: (planning, node) => startChild(planning, node),
};
