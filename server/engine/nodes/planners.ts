import { planAgent } from "./agent/plan.ts";
import { planApproval } from "./approval/plan.ts";
import { planCode } from "./code/plan.ts";
import { planCompensate } from "./compensate/plan.ts";
import { planDecision } from "./decision/plan.ts";
import type { GraphNode } from "./definitions.ts";
import { planEmit } from "./emit/plan.ts";
import { planEnd } from "./end/plan.ts";
import { planFail } from "./fail/plan.ts";
import { planHttp } from "./http/plan.ts";
import { planLoop } from "./loop/plan.ts";
import { planMap } from "./map/plan.ts";
import { planPlan } from "./plan/plan.ts";
import type { NodeOf, Planner } from "./planner.ts";
import { planSubworkflow } from "./subworkflow/plan.ts";
import { planTask } from "./task/plan.ts";
import { planTransform } from "./transform/plan.ts";
import { planWait } from "./wait/plan.ts";

const PLANNERS: { readonly [K in GraphNode["kind"]]: Planner<NodeOf<K>> } = {
  task: planTask,
  transform: planTransform,
  decision: planDecision,
  map: planMap,
  loop: planLoop,
  subworkflow: planSubworkflow,
  plan: planPlan,
  wait: planWait,
  http: planHttp,
  agent: planAgent,
  code: planCode,
  approval: planApproval,
  compensate: planCompensate,
  emit: planEmit,
  end: planEnd,
  fail: planFail,
};

export function plannerOf(node: GraphNode): Planner<GraphNode> {
  // The table gives each kind the planner of that very kind.
  return PLANNERS[node.kind] as unknown as Planner<GraphNode>;
}
