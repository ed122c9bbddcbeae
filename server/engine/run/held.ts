import { pushHint } from "./agenda.ts";
import type { Command, Decision } from "./commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "./deciding.ts";
import type { AttemptHeld, AttemptReleased } from "./events.ts";
import { clearWake, endCall, endWaiting, openSlot, refOf, setWake } from "./fold-slot.ts";
import { settleUsage } from "./fold-usage.ts";
import type { Slot, SlotRef, TreeState } from "./state.ts";
import { levelAt, runAt, slotAt } from "./tree.ts";

type Held = Extract<Command, { type: "attemptHeld" }>;

/** An attempt that was handed out and not made: it waits, and its place at the level is free meanwhile. */
export function decideAttemptHeld(deciding: Deciding, command: Held): Decision {
  const ref = refOf(command);
  const slot = slotAt(deciding.tree, ref);
  const { attempt, breaker, until } = command;
  if (slot?.status !== "active" || slot.task === undefined || slot.attempt !== attempt)
    return refused("STALE_ATTEMPT");
  return decided(deciding, [{ type: "AttemptHeld", ...ref, attempt, breaker, until }]);
}

/** Everything that the breaker holds goes back to the queues of its levels, in the order in which it came. */
export function decideBreakerClosed(deciding: Deciding, breaker: string): Decision {
  const events = heldBy(deciding.tree, breaker).map((ref) => released(ref, slotAt(deciding.tree, ref)));
  return events.length > 0 ? decided(deciding, events) : refused("IDLE");
}

export function released(ref: SlotRef, slot: Slot | undefined): Unstamped<AttemptReleased> {
  const { attempt = 1, heldBy: breaker = "" } = slot ?? {};
  return { type: "AttemptReleased", ...refOf(ref), attempt, breaker };
}

/** Places that a breaker holds at present. */
export function heldBy(tree: TreeState, breaker: string): readonly SlotRef[] {
  const refs = tree.held && Object.hasOwn(tree.held, breaker) ? (tree.held[breaker] ?? []) : [];
  return refs.filter((ref) => slotAt(tree, ref)?.heldBy === breaker);
}

/** Breakers that hold something of the tree. */
export function breakersOf(tree: TreeState): readonly string[] {
  return Object.keys(tree.held ?? {}).filter((breaker) => heldBy(tree, breaker).length > 0);
}

export function foldAttemptHeld(tree: TreeState, event: AttemptHeld): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  // Nothing was called, so nothing was used of what was reserved for it.
  settleUsage(tree, run, event.node, slot, undefined);
  endCall(tree, run, slot);
  slot.status = "held";
  slot.heldBy = event.breaker;
  tree.outside += 1;
  setWake(tree, slot, refOf(event), event.until);
  const held = tree.held ?? {};
  tree.held = held;
  const known = Object.hasOwn(held, event.breaker) ? (held[event.breaker] ?? []) : [];
  held[event.breaker] = [...known.filter((ref) => stillHeld(tree, ref, event)), refOf(event)];
}

function stillHeld(tree: TreeState, ref: SlotRef, { breaker, ...place }: AttemptHeld): boolean {
  const same = ref.run === place.run && ref.node === place.node && ref.item === place.item;
  return !same && slotAt(tree, ref)?.heldBy === breaker;
}

export function foldAttemptReleased(tree: TreeState, event: AttemptReleased): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  clearWake(tree, slot);
  endWaiting(tree, slot);
  slot.status = "queued";
  levelAt(tree, run.depth).queue.push(refOf(event));
  pushHint(tree, { k: "level", depth: run.depth });
  if (heldBy(tree, event.breaker).length === 0 && tree.held) delete tree.held[event.breaker];
}
