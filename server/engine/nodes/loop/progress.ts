import type { LoopState } from "../../run/state.ts";

/** Whether a loop may look at its conditions: between two iterations, or when one has failed. */
export function loopCanMove(loop: LoopState): boolean {
  return loop.slot === null || loop.slot.status === "failed";
}
