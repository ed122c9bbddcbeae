import type { Decision } from "../run/commands.ts";
import { planAgent } from "./agent/plan.ts";
import type { NodeBody } from "./bodies.ts";
import { planCode } from "./code/plan.ts";
import { planEmit } from "./emit/plan.ts";
import { planHttp } from "./http/plan.ts";
import type { NodeOf, Planner, Planning } from "./planner.ts";
import { refuseInput } from "./refuse-input.ts";
import { planSubworkflow } from "./subworkflow/plan.ts";
import { planTask } from "./task/plan.ts";
import { planTransform } from "./transform/plan.ts";
import { refusedNode } from "./within-limits.ts";

const BODIES: { readonly [K in NodeBody["kind"]]: Planner<NodeOf<K>> } = {
  task: planTask,
  transform: planTransform,
  subworkflow: planSubworkflow,
  http: planHttp,
  agent: planAgent,
  code: planCode,
  emit: planEmit,
};

/** Starts one item of a node that repeats a body. */
export function planBody(planning: Planning, body: NodeBody): Decision {
  return (
    refusedNode(planning.deciding, planning.ref) ??
    refuseInput(planning, body) ??
    (BODIES[body.kind] as Planner<NodeBody>).plan(planning, body)
  );
}
