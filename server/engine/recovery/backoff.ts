import { LONGEST_MS, type RetryPolicy, retrySchema } from "../graph/fields.ts";

/** The policy with what it leaves out filled in: 3 attempts, 1 s, doubling, 60 s at most, 20 % jitter. */
export function retryPolicy(
  partial: { readonly [K in keyof RetryPolicy]?: RetryPolicy[K] | undefined } | undefined,
): RetryPolicy {
  return retrySchema.parse(partial ?? {});
}

/**
 * Milliseconds before attempt `attempt + 1`: `min(cap, initial · coefficient^(attempt − 1))`, shortened by up to the
 * policy's share of jitter. `random` is uniform in [0, 1). A server's own Retry-After is a floor; one that is no
 * number counts as none, because a retry without an instant would never come.
 */
export function backoffMs(policy: RetryPolicy, attempt: number, random: number, retryAfterMs = 0): number {
  const full = Math.min(policy.capMs, policy.initialMs * policy.coefficient ** (attempt - 1));
  const floor = Number.isNaN(retryAfterMs) ? 0 : Math.min(retryAfterMs, LONGEST_MS);
  return Math.max(floor, Math.round(full * (1 - policy.jitter * random)));
}
