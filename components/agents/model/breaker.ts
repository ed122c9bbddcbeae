import { BREAKER_SETTINGS } from "#server/engine/recovery/breaker";
import type { BreakerSummary } from "#server/services/types-breakers";
import { formatElapsed } from "../../ui/format";

type State = BreakerSummary["state"];

export const STATE_WORD: Readonly<Record<State, string>> = {
  closed: "Closed",
  open: "Open",
  halfOpen: "Half-open",
};
/** Sign of each state: see `ToneBadge`. */
export const STATE_MARK = { closed: "succeeded", open: "failed", halfOpen: "degraded" } as const;

/** What holds now: a time that has run out since the answer came opens it half, or ends what a person said. */
export function standing(
  breaker: Pick<BreakerSummary, "state" | "until" | "computed" | "forced">,
  now: number,
): { readonly state: State; readonly forced: boolean; readonly leftMs: number | null } {
  const { state, until, computed, forced } = breaker;
  const leftMs = until === null ? null : Date.parse(until) - now;
  if (leftMs === null || leftMs > 0) return { state, forced: forced !== null, leftMs };
  if (forced) return { state: computed, forced: false, leftMs: null };
  return { state: state === "open" ? "halfOpen" : state, forced: false, leftMs: null };
}

/** What comes next, in a few words. */
export function nextText(breaker: BreakerSummary, now: number): string | null {
  const { state, forced, leftMs } = standing(breaker, now);
  if (forced) return leftMs === null ? "until it is taken back" : `for ${formatElapsed(leftMs)}`;
  if (state === "open") return leftMs === null ? null : `tries again in ${formatElapsed(leftMs)}`;
  if (state === "halfOpen") return breaker.probes > 0 ? "a call finds out" : "the next call finds out";
  return breaker.failures > 0
    ? `${breaker.failures} of ${BREAKER_SETTINGS.failures} failures in a row`
    : null;
}

/** How many breakers stand otherwise than closed, or are held by a person. */
export function countStates(
  breakers: readonly BreakerSummary[],
  now: number,
): { readonly open: number; readonly halfOpen: number; readonly held: number } {
  const counts = { open: 0, halfOpen: 0, held: 0 };
  for (const breaker of breakers) {
    const { state, forced } = standing(breaker, now);
    if (forced) counts.held += 1;
    else if (state !== "closed") counts[state] += 1;
  }
  return counts;
}
