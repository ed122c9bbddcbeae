import type { RunState, TreeState } from "../run/state.ts";
import { accountOf, leftOf } from "./account.ts";
import { DIMENSIONS, type Dimension } from "./amounts.ts";

/** What a run may still use; `null` = no limit, 0 = nothing left. `activeMs` as of the last event. */
export type Remaining = Readonly<Record<Dimension | "activeMs", number | null>> & { readonly depth: number };

export function remainingOf(tree: TreeState, run: RunState): Remaining {
  const account = accountOf(tree, run);
  const { recursionTimeoutMs: timeout } = tree.limits;
  const left = Object.fromEntries(
    DIMENSIONS.map((dimension) => {
      const { amount, account: by } = leftOf(tree, account, dimension);
      return [dimension, by === null ? null : amount];
    }),
  ) as Record<Dimension, number | null>;
  return {
    depth: Math.max(0, account.deepest - run.depth),
    ...left,
    activeMs: timeout === null ? null : Math.max(0, timeout - tree.activeMs),
  };
}

/** The largest share of a limit that is used or held, over all that limit the run; 0 where nothing does. */
export function usageShare(tree: TreeState, run: RunState): number {
  const account = accountOf(tree, run);
  const shares = DIMENSIONS.map((dimension) => {
    const { amount, account: by } = leftOf(tree, account, dimension);
    const limit = by?.limit[dimension] ?? null;
    if (limit === null) return 0;
    return limit === 0 ? 1 : 1 - amount / limit;
  });
  return Math.min(1, Math.max(...shares));
}
