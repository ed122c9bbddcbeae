import type { Failure } from "../failure.ts";
import { completeSlot } from "../nodes/complete.ts";
import { outputMisfit } from "../nodes/contract.ts";
import { orDecision } from "../nodes/evaluate.ts";
import { classify } from "../recovery/classify.ts";
import { type Ladder, ladderAt } from "../recovery/ladder.ts";
import { nextTry } from "../recovery/next-try.ts";
import { isUnknownOutcome, outcomeUnknown } from "../recovery/unknown-outcome.ts";
import { type Account, accountOf, leftOf } from "../recursion/account.ts";
import { alertOf, degradation, degraded } from "../recursion/efficiency.ts";
import { refuse } from "../recursion/refusal.ts";
import { clipFailure } from "./clip.ts";
import type { Command, Decision } from "./commands.ts";
import { type Deciding, decided, needsBlobs, type Unstamped } from "./deciding.ts";
import type { Event } from "./events.ts";
import { refOf } from "./fold-slot.ts";
import { decideLate } from "./late-usage.ts";
import { failSlot } from "./settle.ts";
import type { Slot, SlotRef, TreeState } from "./state.ts";
import { runAt, slotAt } from "./tree.ts";

type Succeeded = Extract<Command, { type: "attemptSucceeded" }>;
type Failed = Extract<Command, { type: "attemptFailed" }>;

export function decideAttemptSucceeded(deciding: Deciding, command: Succeeded): Decision {
  const { tree } = deciding;
  const slot = openAttempt(tree, command);
  if (!slot) return decideLate(deciding, command);
  const ref = refOf(command);
  const { output, attempt, usage } = command;
  const used = usage ? { usage } : {};
  const amiss = outputMisfit(deciding, ref, output);
  if (amiss) return orDecision(amiss, (cause) => failedWith(deciding, command, cause));
  const slow = slot.pure ? null : degradation(tree, runAt(tree, ref.run), ref.node, tookOf(deciding, slot));
  const alerts = slow ? [alertOf(tree, ref, slow)] : [];
  if (slow && tree.limits.onPerformanceDegradation === "fail")
    return failedWith(deciding, command, degraded(slow), alerts);
  return completeSlot(deciding, ref, { result: { output }, attempt, ...used }, alerts);
}

export function decideAttemptFailed(deciding: Deciding, command: Failed): Decision {
  const { tree } = deciding;
  const slot = openAttempt(tree, command);
  if (!slot) return decideLate(deciding, command);
  const ref = refOf(command);
  const ladder = ladderAt(tree, ref);
  const failure = classify(clipFailure(command.failure), ladder.rules);
  const next = nextTry(deciding, ref, slot, ladder, { ...command, failure });
  if (next.kind === "missing") return needsBlobs(next.hashes);
  const failed = {
    type: "AttemptFailed",
    ...ref,
    attempt: command.attempt,
    failure,
    retryAt: next.kind === "again" ? next.at : null,
    ...(next.kind === "again" ? { rung: next.rung } : {}),
    ...(command.usage ? { usage: command.usage } : {}),
  } as const;
  if (next.kind === "again") return decided(deciding, [failed]);
  const account = shortOf(tree, ref, slot, command);
  if (account) return decided(deciding, [failed, ...refuse(tree, ref, account, "tokens")]);
  return decided(deciding, [failed, ...outcomeOf(tree, ref, ladder, exhausted(failure, command))]);
}

/** No attempts are left: a person decides, or the place fails. */
function outcomeOf(tree: TreeState, ref: SlotRef, ladder: Ladder, failure: Failure) {
  if (ladder.atMostOnce && isUnknownOutcome(failure))
    return [{ type: "SlotParked", ...ref, failure: outcomeUnknown(ref, failure) } as const];
  if (!ladder.written && ladder.rungs.at(-1)?.do === "park")
    return [{ type: "SlotParked", ...ref, failure } as const];
  return failSlot(tree, ref, failure);
}

/** An answer came, and it cannot be used: what it cost is kept. */
function failedWith(
  { tree, ...deciding }: Deciding,
  { attempt, usage, ...command }: Succeeded,
  cause: Failure,
  before: readonly Unstamped<Event>[] = [],
): Decision {
  const ref = refOf(command);
  const failed: Unstamped<Event> = {
    type: "AttemptFailed",
    ...ref,
    attempt,
    failure: clipFailure(cause),
    retryAt: null,
    ...(usage ? { usage } : {}),
  };
  return decided({ tree, ...deciding }, [...before, failed, ...failSlot(tree, ref, cause)]);
}

/** The account whose limit left the attempt fewer tokens than it wanted, if that is what it failed for. */
function shortOf(
  tree: TreeState,
  ref: SlotRef,
  { reserved, need }: Slot,
  { failure }: Failed,
): Account | null {
  if (failure.code !== "BudgetExceeded" || !reserved?.firm || reserved.tokens >= (need?.tokens ?? 0))
    return null;
  return leftOf(tree, accountOf(tree, runAt(tree, ref.run)), "tokens").account;
}

function tookOf(deciding: Deciding, slot: Slot): number {
  return deciding.at - (slot.startedAt ?? deciding.at);
}

/** The slot, if exactly this attempt is what it waits for. */
function openAttempt(tree: TreeState, command: Succeeded | Failed): Slot | null {
  const slot = slotAt(tree, refOf(command));
  return slot?.status === "active" && slot.task !== undefined && slot.attempt === command.attempt
    ? slot
    : null;
}

function exhausted(failure: Failure, { attempt }: Failed): Failure {
  return { ...failure, retryable: false, details: { ...failure.details, attempts: attempt } };
}
