import type { RunNo } from "../ids.ts";
import type { Unstamped } from "./deciding.ts";
import type { Actor, Event } from "./events.ts";
import type { NodeState, TreeState } from "./state.ts";
import { slotsOf } from "./tree.ts";

/** Live descendants of a run, each after everything below it. */
export function liveBelow(tree: TreeState, no: RunNo): RunNo[] {
  const order: RunNo[] = [];
  const stack = liveChildren(tree, no);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    order.push(next);
    for (const child of liveChildren(tree, next)) stack.push(child);
  }
  return order.reverse();
}

/** Open children hang in the slots of the run's nodes, or are let finish beside them. */
function liveChildren(tree: TreeState, no: RunNo): RunNo[] {
  const { nodes, lingering = [] } = tree.runs[no] ?? {};
  return [...Object.values(nodes ?? {}).flatMap((node) => liveChildrenOf(tree, node)), ...lingering];
}

/** Open children of one node, its items and iterations included. */
export function liveChildrenOf(tree: TreeState, node: NodeState): RunNo[] {
  const live: RunNo[] = [];
  for (const { child } of slotsOf(node))
    if (child !== undefined && tree.runs[child]?.phase === "running") live.push(child);
  return live;
}

export function cancelled(run: RunNo, reason: string, actor?: Actor): Unstamped<Event> {
  return actor ? { type: "RunCancelled", run, reason, actor } : { type: "RunCancelled", run, reason };
}
