import { merge } from "./merge.ts";
import { passes } from "./passes.ts";
import type { Operation } from "./schemas.ts";

/**
 * A shorter list that does the same to every graph to which the list applies: what is set again, taken back or removed
 * in the end is not said twice.
 */
export function squash(operations: readonly Operation[]): readonly Operation[] {
  const kept: Operation[] = [];
  for (const operation of operations) settle(kept, operation);
  return kept;
}

/** Puts an operation behind those that are kept, or into the last one that it makes one with. */
function settle(kept: Operation[], later: Operation): void {
  for (let i = kept.length - 1; i >= 0; i--) {
    const earlier = kept[i];
    if (!earlier) break;
    const merged = merge(earlier, later);
    if (merged) {
      kept.splice(i, 1);
      // What they make together may make one with something before.
      const behind = kept.splice(i);
      for (const operation of [...merged, ...behind]) settle(kept, operation);
      return;
    }
    if (!passes(later, earlier)) break;
  }
  kept.push(later);
}
