import type { RunNo } from "../ids.ts";
import type { Command, Decision } from "./commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "./deciding.ts";
import type { Actor, Event } from "./events.ts";
import type { NodeState, Slot, TreeState } from "./state.ts";
import { slotsOf } from "./tree.ts";

type Cancel = Extract<Command, { type: "cancel" }>;

export function cancelRun(deciding: Deciding, command: Cancel): Decision {
  const run = deciding.tree.runs[command.run];
  if (!run) return refused("RUN_UNKNOWN");
  if (run.phase !== "running") return refused("RUN_SETTLED");
  const below = cancelBelow(deciding.tree, command.run, command.reason, command.actor);
  return decided(deciding, [...below, cancelled(command.run, command.reason, command.actor)]);
}

/** Cancels everything that lives below a run, leaves first; O(runs that are cancelled). */
export function cancelBelow(tree: TreeState, no: RunNo, reason: string, actor?: Actor): Unstamped<Event>[] {
  return liveBelow(tree, no).map((child) => cancelled(child, reason, actor));
}

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

/** Open children hang in the slots of the run's nodes. */
function liveChildren(tree: TreeState, no: RunNo): RunNo[] {
  return Object.values(tree.runs[no]?.nodes ?? {}).flatMap((node) => liveChildrenOf(tree, node));
}

/** Ends the child run of a slot, if it has one, with everything below it. */
export function stopped(tree: TreeState, slot: Slot, reason: string): Unstamped<Event>[] {
  const child = slot.child;
  if (child === undefined || tree.runs[child]?.phase !== "running") return [];
  return [...liveBelow(tree, child), child].map((no) => cancelled(no, reason));
}

/** Open children of one node, its items and iterations included. */
export function liveChildrenOf(tree: TreeState, node: NodeState): RunNo[] {
  return slotsOf(node).flatMap(({ child }) =>
    child !== undefined && tree.runs[child]?.phase === "running" ? [child] : [],
  );
}

export function cancelled(run: RunNo, reason: string, actor?: Actor): Unstamped<Event> {
  return actor ? { type: "RunCancelled", run, reason, actor } : { type: "RunCancelled", run, reason };
}
