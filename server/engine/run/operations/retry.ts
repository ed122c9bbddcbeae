import { kindOf } from "../../nodes/definitions.ts";
import { stopped } from "../../recovery/end-run.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused, type Unstamped } from "../deciding.ts";
import type { NodeRetried } from "../events.ts";
import type { Slot, SlotRef, TreeState } from "../state.ts";
import { nodeOf } from "../tree.ts";
import { type Target, targetOf } from "./target.ts";

type RetryNode = Extract<Command, { type: "retryNode" }>;

const OPEN: ReadonlySet<string> = new Set(["queued", "active", "retrying", "held", "parked"]);

/**
 * Asks for the work of an open place again: a new generation, so a new key for the outside, and answers to the old one
 * are stale. A failed item counts as open while its map is. For a loop, the iteration that is under way.
 */
export function retryByHand(deciding: Deciding, command: RetryNode): Decision {
  const target = targetOf(deciding.tree, placeOf(deciding.tree, command));
  if ("refusal" in target) return refused(target.refusal);
  const { ref, slot } = target;
  if (!hasWork(target)) return refused("NODE_NOT_RETRYABLE");
  if (!slot || !isOpen(target))
    return refused(slot?.status === "completed" ? "NODE_SETTLED" : "NODE_NOT_OPEN");
  const again = retriedAt(ref, slot, command);
  return decided(deciding, [...stopped(deciding.tree, slot, `${ref.node} is done again`), again]);
}

/** The next generation of the work at a place, with `input`, or else with what a person gave it last. */
export function retriedAt(
  ref: SlotRef,
  slot: Slot,
  { input = slot.edited, actor }: Pick<RetryNode, "input" | "actor">,
): Unstamped<NodeRetried> {
  return {
    type: "NodeRetried",
    ...ref,
    generation: (slot.generation ?? 1) + 1,
    actor,
    ...(input === undefined ? {} : { input }),
  };
}

function placeOf(tree: TreeState, { run, node, item }: RetryNode): SlotRef {
  const state = tree.runs[run];
  const loop = state && nodeOf(state, node)?.loop;
  const at = item ?? (loop?.slot ? loop.index : undefined);
  return at === undefined ? { run, node } : { run, node, item: at };
}

/** An attempt or a child run: what only waits or repeats has nothing of its own to do again. */
function hasWork({ run, definition: { node }, ref }: Target): boolean {
  const work =
    ref.item === undefined || kindOf(node).body?.(node).once ? node : kindOf(node).body?.(node).body;
  // A plan that is made is carried out: its children can be done again, the planning cannot.
  if (!work || (ref.item === undefined && nodeOf(run, ref.node)?.map)) return false;
  const kind = kindOf(work);
  return kind.child === true || (kind.attempt?.(work) ?? null) !== null;
}

function isOpen({ run, ref, slot }: Target): boolean {
  if (OPEN.has(slot?.status ?? "pending")) return true;
  return ref.item !== undefined && slot?.status === "failed" && nodeOf(run, ref.node)?.status === "active";
}
