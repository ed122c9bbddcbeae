import type { Decision } from "../run/commands.ts";
import type { NodeBody } from "./bodies.ts";
import { misfit } from "./contract.ts";
import { type GraphNode, kindOf } from "./definitions.ts";
import type { Planning } from "./planner.ts";
import { inputFor, unlessValue, whereOf } from "./planning.ts";

/** Whether the work at a place may begin: what reaches it fits its `inputSchema`. `null` = it may. */
export function refuseInput(planning: Planning, node: GraphNode | NodeBody): Decision | null {
  const { inputSchema: schema } = node;
  if (!schema) return null;
  const input = inputFor(planning, kindOf(node).input?.(node));
  if (input.kind !== "value") return unlessValue(planning, input);
  const where = whereOf(planning, "input");
  const amiss = misfit(planning.deciding, { schema, where, code: "InputInvalid" }, input.stored, input.blobs);
  return amiss && unlessValue(planning, amiss);
}
