import type { Failure } from "../failure.ts";
import type { EpochMs } from "../ids.ts";
import type { Shortfall } from "../nodes/evaluate.ts";
import type { Deciding } from "../run/deciding.ts";
import type { RetryRung } from "../run/events.ts";
import type { Slot, SlotRef } from "../run/state.ts";
import { backoffMs, retryPolicy } from "./backoff.ts";
import { holds } from "./holds.ts";
import { type Ladder, standing } from "./ladder.ts";
import type { RungOf } from "./schema.ts";

export type NextTry =
  | { readonly kind: "again"; readonly at: EpochMs; readonly rung: RetryRung }
  | { readonly kind: "none" }
  | Extract<Shortfall, { kind: "missing" }>;

type Failed = { readonly failure: Failure; readonly jitter: number; readonly retryAfterMs?: number };

/** When the same attempt may be tried again: the first retry from where the place stands that fits and is not used up. */
export function nextTry(
  deciding: Deciding,
  ref: SlotRef,
  slot: Slot,
  { rungs, atMostOnce }: Ladder,
  failed: Failed,
): NextTry {
  if (!failed.failure.retryable || atMostOnce) return { kind: "none" };
  const stand = standing(slot, deciding.at);
  for (let at = stand.at; rungs[at]?.do === "retry"; at++) {
    const rung = rungs[at] as RungOf<"retry">;
    const fits = holds(deciding, ref, rung.when, failed.failure);
    if (typeof fits === "object") return fits;
    const base = at === stand.at ? stand.base : slot.attempt - 1;
    const again = fits ? tryOf(deciding, rung, { at, base, since: stand.since }, slot.attempt, failed) : null;
    if (again) return again;
  }
  return { kind: "none" };
}

type Stand = Omit<RetryRung, "numbers">;

function tryOf(
  deciding: Deciding,
  { do: _do, when: _when, totalMs, ...words }: RungOf<"retry">,
  stand: Stand,
  attempt: number,
  failed: Failed,
): NextTry | null {
  const policy = retryPolicy(words);
  const tries = attempt - stand.base;
  if (tries >= policy.maxAttempts) return null;
  const waitMs = backoffMs(policy, tries, failed.jitter, failed.retryAfterMs);
  const spentMs = deciding.at - stand.since;
  if (totalMs !== undefined && spentMs + waitMs > totalMs) return null;
  const { maxAttempts } = policy;
  const limits = totalMs === undefined ? {} : { totalMs };
  const numbers = { tries, maxAttempts, waitMs, spentMs, ...limits };
  return { kind: "again", at: deciding.at + waitMs, rung: { ...stand, numbers } };
}
