import type { Failure } from "../../failure.ts";
import { stopped } from "../../recovery/end-run.ts";
import type { Command, Decision } from "../commands.ts";
import { type Deciding, decided, refused } from "../deciding.ts";
import { failSlot } from "../settle.ts";
import type { Slot } from "../state.ts";
import { isFinal, targetOf } from "./target.ts";

type FailNode = Extract<Command, { type: "failNode" }>;

const NOT_STARTED: ReadonlySet<string> = new Set(["pending", "skippable"]);

/** A person says that it has failed: what works there is stopped, and the recovery of the node goes on from there. */
export function failByHand(deciding: Deciding, command: FailNode): Decision {
  const target = targetOf(deciding.tree, command);
  if ("refusal" in target) return refused(target.refusal);
  const { ref, slot } = target;
  if (isFinal(slot)) return refused("NODE_SETTLED");
  if (!slot || NOT_STARTED.has(slot.status)) return refused("NODE_NOT_OPEN");
  const failure = failureOf(slot, command);
  // What a node has below it ends with its failure.
  const stops = ref.item === undefined ? [] : stopped(deciding.tree, slot, `failed by ${command.actor.name}`);
  return decided(deciding, [...stops, ...failSlot(deciding.tree, ref, failure)]);
}

/** What it was parked with stays what it failed with. */
function failureOf({ failure, status }: Slot, { actor, reason }: FailNode): Failure {
  const by = { failedBy: actor.name, ...(reason === undefined ? {} : { reason }) };
  if (status === "parked" && failure) return { ...failure, details: { ...failure.details, ...by } };
  const message = reason ?? `${actor.name} let it fail.`;
  return { class: "stated", code: "Failed", message, retryable: false, details: by };
}
