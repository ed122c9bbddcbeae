import type { Failure } from "../failure.ts";
import { completeSlot } from "../nodes/complete.ts";
import { outputMisfit } from "../nodes/contract.ts";
import { planAnswered } from "../nodes/plan-node.ts";
import type { Unusable } from "../nodes/planner.ts";
import { classify } from "../recovery/classify.ts";
import { type Ladder, ladderAt } from "../recovery/ladder.ts";
import { nextTry } from "../recovery/next-try.ts";
import { isUnknownOutcome, outcomeUnknown } from "../recovery/unknown-outcome.ts";
import { type Account, accountOf, leftOf } from "../recursion/account.ts";
import { tokensLeftAt } from "../recursion/allowance.ts";
import { alertOf, degradation, degraded } from "../recursion/efficiency.ts";
import { refuse, stop } from "../recursion/refusal.ts";
import { levelExhausted } from "../recursion/weigh-level.ts";
import type { Stored } from "../values/json.ts";
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
  const taken = planAnswered(deciding, ref, { output, attempt, ...used }) ?? unfitting(deciding, ref, output);
  if (taken?.kind === "unusable")
    return attemptFailed(deciding, ref, slot, { attempt, failure: taken.failure, jitter: 0, ...used });
  if (taken) return taken;
  const slow = slot.pure ? null : degradation(tree, runAt(tree, ref.run), ref.node, tookOf(deciding, slot));
  const alerts = slow ? [alertOf(tree, ref, slow)] : [];
  if (slow && tree.limits.onPerformanceDegradation === "fail")
    return failedWith(deciding, command, degraded(slow), alerts);
  return completeSlot(deciding, ref, { result: { output }, attempt, ...used }, alerts);
}

/** An answer that does not fit its node's schema is a failure of the attempt, with what it used. */
function unfitting(deciding: Deciding, ref: SlotRef, output: Stored): Decision | Unusable | null {
  const amiss = outputMisfit(deciding, ref, output);
  if (!amiss) return null;
  return amiss.kind === "missing" ? needsBlobs(amiss.hashes) : { kind: "unusable", failure: amiss.failure };
}

export function decideAttemptFailed(deciding: Deciding, command: Failed): Decision {
  const slot = openAttempt(deciding.tree, command);
  return slot ? attemptFailed(deciding, refOf(command), slot, command) : decideLate(deciding, command);
}

type Failing = Pick<Failed, "attempt" | "failure" | "jitter" | "retryAfterMs" | "usage">;

function attemptFailed(deciding: Deciding, ref: SlotRef, slot: Slot, failing: Failing): Decision {
  const { tree } = deciding;
  const ladder = ladderAt(tree, ref);
  const failure = classify(clipFailure(failing.failure), ladder.rules);
  const next = nextTry(deciding, ref, slot, ladder, { ...failing, failure });
  if (next.kind === "missing") return needsBlobs(next.hashes);
  const failed = {
    type: "AttemptFailed",
    ...ref,
    attempt: failing.attempt,
    failure,
    retryAt: next.kind === "again" ? next.at : null,
    ...(next.kind === "again" ? { rung: next.rung } : {}),
    ...(failing.usage ? { usage: failing.usage } : {}),
  } as const;
  if (next.kind === "again") return decided(deciding, [failed]);
  if (isShortOfLevel(tree, ref, slot, failing)) {
    const { depth } = runAt(tree, ref.run);
    return decided(deciding, [failed, ...stop(tree, ref, levelExhausted(tree, depth), 0)]);
  }
  const account = shortOf(tree, ref, slot, failing);
  if (account) return decided(deciding, [failed, ...refuse(tree, ref, account, "tokens")]);
  return decided(deciding, [failed, ...outcomeOf(tree, ref, ladder, exhausted(failure, failing))]);
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
function shortOf(tree: TreeState, ref: SlotRef, slot: Slot, failing: Failing): Account | null {
  if (!isStarved(slot, failing)) return null;
  return leftOf(tree, accountOf(tree, runAt(tree, ref.run)), "tokens").account;
}

/** Its depth had fewer tokens left for it than the ledger. */
function isShortOfLevel(tree: TreeState, ref: SlotRef, slot: Slot, failing: Failing): boolean {
  if (!isStarved(slot, failing)) return false;
  const run = runAt(tree, ref.run);
  return tokensLeftAt(tree, run.depth) < leftOf(tree, accountOf(tree, run), "tokens").amount;
}

function isStarved({ reserved, need }: Slot, { failure }: Failing): boolean {
  return (
    failure.code === "BudgetExceeded" && reserved?.firm === true && reserved.tokens < (need?.tokens ?? 0)
  );
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

function exhausted(failure: Failure, { attempt }: Failing): Failure {
  return { ...failure, retryable: false, details: { ...failure.details, attempts: attempt } };
}
