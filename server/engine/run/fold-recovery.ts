import { pushHint } from "./agenda.ts";
import type { RungTaken, SlotFailing, SlotResumed } from "./events.ts";
import { clearWake, closeSlot, endCall, endWaiting, openSlot, refOf, setWake } from "./fold-slot.ts";
import { letGo } from "./lingering.ts";
import type { NodeState, RunState, Slot, TreeState } from "./state.ts";
import { runAt, slotsOf } from "./tree.ts";

/** What was open there is void; its input and task stay, for whoever tries again. */
export function foldSlotFailing(tree: TreeState, event: SlotFailing): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  if (event.item === undefined) stopItems(tree, run, slot as NodeState);
  endCall(tree, run, slot);
  clearWake(tree, slot);
  endWaiting(tree, slot);
  letGo(tree, run, slot);
  slot.returned = undefined;
  slot.status = "failing";
  slot.failure = event.failure;
  pushHint(tree, { k: "recover", ...refOf(event) });
}

/** What the items have done stays: a partial result may be made of it. */
function stopItems(tree: TreeState, run: RunState, node: NodeState): void {
  for (const item of slotsOf(node)) {
    if (item === node || item.status === "completed" || item.status === "failed") continue;
    closeSlot(tree, run, item);
    item.status = "failed";
  }
}

export function foldRungTaken(tree: TreeState, event: RungTaken): void {
  const slot = openSlot(runAt(tree, event.run), event);
  slot.ladder = event.ladder;
  if (event.generation !== undefined) slot.generation = event.generation;
  if (event.retryAt === undefined) return;
  tree.counts.retries += 1;
  dropItems(slot);
  slot.status = "retrying";
  setWake(tree, slot, refOf(event), event.retryAt);
}

function dropItems(slot: Slot & Partial<Pick<NodeState, "map" | "loop">>): void {
  if (slot.map) slot.map = undefined;
  if (slot.loop) slot.loop = undefined;
}

export function foldSlotResumed(tree: TreeState, event: SlotResumed): void {
  const slot = openSlot(runAt(tree, event.run), event);
  clearWake(tree, slot);
  slot.status = "ready";
  const { run, node, item } = event;
  pushHint(tree, item === undefined ? { k: "node", run, node } : { k: "item", run, node, item });
}
