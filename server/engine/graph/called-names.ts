import { kindOf } from "../nodes/definitions.ts";
import { calleeName } from "./callee.ts";
import type { GraphNode, NodeBody } from "./graph.ts";

/** Names of all that a node may start runs of by itself. */
export function calledNames(node: GraphNode | NodeBody): readonly string[] {
  const kind = kindOf(node);
  const call = kind.call?.(node);
  return [...(call ? [calleeName(call)] : []), ...(kind.mayCall?.(node) ?? [])];
}
