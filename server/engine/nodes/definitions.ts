import * as z from "zod";
import type { Kind } from "../graph/kind.ts";
import { agent, agentNode } from "./agent/definition.ts";
import { approval, approvalNode } from "./approval/definition.ts";
import type { NodeBody } from "./bodies.ts";
import { code, codeNode } from "./code/definition.ts";
import { compensate, compensateNode } from "./compensate/definition.ts";
import { decision, decisionNode } from "./decision/definition.ts";
import { emit, emitNode } from "./emit/definition.ts";
import { end, endNode } from "./end/definition.ts";
import { fail, failNode } from "./fail/definition.ts";
import { http, httpNode } from "./http/definition.ts";
import { loop, loopNode } from "./loop/definition.ts";
import { map, mapNode } from "./map/definition.ts";
import { plan, planNode } from "./plan/definition.ts";
import { subworkflow, subworkflowNode } from "./subworkflow/definition.ts";
import { task, taskNode } from "./task/definition.ts";
import { transform, transformNode } from "./transform/definition.ts";
import { wait, waitNode } from "./wait/definition.ts";

/** Every kind of node. A new one is a folder here, a line in this file, and a line in `planners.ts`. */
export const nodeSchema = z.discriminatedUnion("kind", [
  taskNode,
  transformNode,
  decisionNode,
  mapNode,
  loopNode,
  subworkflowNode,
  planNode,
  waitNode,
  httpNode,
  agentNode,
  codeNode,
  approvalNode,
  compensateNode,
  emitNode,
  endNode,
  failNode,
]);
export type GraphNode = z.infer<typeof nodeSchema>;

type Kinds = { readonly [K in GraphNode["kind"]]: Kind<Extract<GraphNode, { kind: K }>> };
const KINDS: Kinds = {
  task,
  transform,
  decision,
  map,
  loop,
  subworkflow,
  plan,
  wait,
  approval,
  compensate,
  http,
  agent,
  code,
  emit,
  end,
  fail,
};

/** What the kind of a node, or of a body, says of itself. */
export function kindOf(node: GraphNode | NodeBody): Kind<GraphNode | NodeBody> {
  // The table gives each kind the facts of that very kind.
  return KINDS[node.kind] as unknown as Kind<GraphNode | NodeBody>;
}
