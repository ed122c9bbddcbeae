import { AGENT_PREFIX } from "../nodes/agent/definition.ts";
import { HTTP } from "../nodes/http/definition.ts";
import { stretchAt } from "../recursion/allowance.ts";
import type { CallTask, Effect } from "./effects.ts";
import type { Event } from "./events.ts";
import { refOf } from "./fold-slot.ts";
import { openCalls } from "./open-calls.ts";
import { originBelow } from "./origin-below.ts";
import type { SlotRef, TreeState } from "./state.ts";
import { attemptOf, pathOf, runAt, slotAt } from "./tree.ts";

/** Work that an event asks of the driver. Call it right after `evolve` of that event. */
export function effectsOf(tree: TreeState, event: Event): readonly Effect[] {
  switch (event.type) {
    case "AttemptStarted":
      return callAt(tree, event);
    case "RunEnding":
    case "RunFailed":
    case "RunCancelled":
      return [{ type: "abortCalls", run: event.run }];
    case "NodeRetried":
    case "SlotFailing":
      return [{ type: "abortCalls", ...refOf(event) }];
    case "NodeCompleted":
      // A node whose own call gave the result has no other one.
      return event.attempt === undefined ? [{ type: "abortCalls", run: event.run, node: event.node }] : NONE;
    case "NodeFailed":
      return [{ type: "abortCalls", run: event.run, node: event.node }];
    default:
      return NONE;
  }
}

const NONE: readonly Effect[] = [];

function callAt(tree: TreeState, ref: SlotRef): readonly Effect[] {
  const call = callOf(tree, ref);
  return call ? [call] : NONE;
}

/** Everything that was asked for and is not answered, from state alone: what a new owner has to issue again. */
export function pendingEffects(tree: TreeState): readonly CallTask[] {
  return openCalls(tree).flatMap((ref) => callOf(tree, ref) ?? []);
}

function callOf(tree: TreeState, ref: SlotRef): CallTask | null {
  const slot = slotAt(tree, ref);
  if (slot?.status !== "active" || slot.task === undefined) return null;
  const run = runAt(tree, ref.run);
  const place =
    ref.item === undefined
      ? { run: ref.run, node: ref.node }
      : { run: ref.run, node: ref.node, item: ref.item };
  return {
    type: "callTask",
    ...place,
    attempt: slot.attempt,
    delivery: slot.delivery,
    task: slot.task,
    input: slot.input ?? null,
    pure: slot.pure ?? false,
    timeoutMs: attemptOf(tree, ref)?.timeoutMs ?? null,
    stretch: slot.pure ? null : stretchAt(tree, run.depth),
    idempotencyKey: `${tree.treeId}:${pathOf(tree, ref.run)}:${ref.node}:${ref.item ?? "-"}:${slot.generation ?? 1}`,
    depth: run.depth,
    budget: slot.reserved?.firm ? { tokens: slot.reserved.tokens, costUsd: slot.reserved.costUsd } : null,
    ...(leavesTheProduct(slot.task) ? { below: originBelow(tree, ref, "abandon") } : {}),
  };
}

/** Kinds of node of which the product itself sends the request. */
function leavesTheProduct(task: string): boolean {
  return task === HTTP || task.startsWith(AGENT_PREFIX);
}
