import { merge } from "./merge.ts";
import { passes } from "./passes.ts";
import type { Operation } from "./schemas.ts";

/**
 * A shorter list that does the same to every graph to which the list applies: what is set again, taken back or removed
 * in the end is not said twice.
 */
export function squash(operations: readonly Operation[]): readonly Operation[] {
  const kept: Operation[] = [];
  for (const operation of operations) settle(kept, operation, kept.length);
  // What has gone may have stood between two that are one without it.
  return kept.length < operations.length ? squash(kept) : kept;
}

/** Puts an operation to its place, or into the last one before it that it makes one with. */
function settle(kept: Operation[], later: Operation, place: number): void {
  for (let i = place - 1; i >= 0; i--) {
    const earlier = kept[i];
    if (!earlier) break;
    const merged = merge(earlier, later);
    if (merged) {
      kept.splice(i, 1);
      const [both] = merged;
      if (both) settle(kept, both, i);
      return;
    }
    if (!passes(later, earlier)) break;
  }
  kept.splice(place, 0, later);
}
