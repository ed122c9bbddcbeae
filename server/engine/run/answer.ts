import type { Failure } from "../failure.ts";
import { completeSlot } from "../nodes/complete.ts";
import { outputMisfit } from "../nodes/contract.ts";
import { orDecision } from "../nodes/evaluate.ts";
import { backoffMs, retryPolicy } from "../recovery/backoff.ts";
import { degradation } from "../recursion/efficiency.ts";
import { clipFailure } from "./clip.ts";
import type { Command, Decision } from "./commands.ts";
import { type Deciding, decided, refused } from "./deciding.ts";
import { refOf } from "./fold-slot.ts";
import { failSlot } from "./settle.ts";
import type { Slot, SlotRef, TreeState } from "./state.ts";
import { attemptOf, runAt, slotAt, triesOf } from "./tree.ts";

type Succeeded = Extract<Command, { type: "attemptSucceeded" }>;
type Failed = Extract<Command, { type: "attemptFailed" }>;

export function decideAttemptSucceeded(deciding: Deciding, command: Succeeded): Decision {
  const { tree } = deciding;
  const slot = openAttempt(tree, command);
  if (!slot) return refused("STALE_ATTEMPT");
  const ref = refOf(command);
  const slow = degradation(
    tree,
    runAt(tree, ref.run),
    ref.node,
    deciding.at - (slot.startedAt ?? deciding.at),
  );
  if (slow) return decided(deciding, failSlot(tree, ref, slow));
  const { output, attempt, usage } = command;
  const amiss = outputMisfit(deciding, ref, output);
  if (amiss)
    return orDecision(amiss, (cause) =>
      decided(deciding, [
        {
          type: "AttemptFailed",
          ...ref,
          attempt,
          failure: clipFailure(cause),
          retryAt: null,
          ...(usage ? { usage } : {}),
        },
        ...failSlot(tree, ref, cause),
      ]),
    );
  return completeSlot(deciding, ref, { result: { output }, attempt, ...(usage ? { usage } : {}) });
}

export function decideAttemptFailed(deciding: Deciding, command: Failed): Decision {
  const { tree } = deciding;
  const slot = openAttempt(tree, command);
  if (!slot) return refused("STALE_ATTEMPT");
  const ref = refOf(command);
  const retryAt = retryInstant(deciding, ref, command, triesOf(slot));
  const failed = {
    type: "AttemptFailed",
    ...ref,
    attempt: command.attempt,
    failure: clipFailure(command.failure),
    retryAt,
    ...(command.usage ? { usage: command.usage } : {}),
  } as const;
  if (retryAt !== null) return decided(deciding, [failed]);
  const failure = exhausted(command);
  if (attemptOf(tree, ref)?.onExhausted === "park")
    return decided(deciding, [failed, { type: "SlotParked", ...ref, failure: clipFailure(failure) }]);
  return decided(deciding, [failed, ...failSlot(tree, ref, failure)]);
}

/** The slot, if exactly this attempt is what it waits for. */
function openAttempt(tree: TreeState, command: Succeeded | Failed): Slot | null {
  const slot = slotAt(tree, refOf(command));
  return slot?.status === "active" && slot.task !== undefined && slot.attempt === command.attempt
    ? slot
    : null;
}

function retryInstant(deciding: Deciding, ref: SlotRef, command: Failed, tries: number): number | null {
  const policy = retryPolicy(attemptOf(deciding.tree, ref)?.retry);
  if (!command.failure.retryable || tries >= policy.maxAttempts) return null;
  return deciding.at + backoffMs(policy, tries, command.jitter, command.retryAfterMs);
}

function exhausted(command: Failed): Failure {
  const details = { ...command.failure.details, attempts: command.attempt };
  return { ...command.failure, retryable: false, details };
}
