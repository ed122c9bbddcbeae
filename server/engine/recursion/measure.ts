import type { Failure } from "../failure.ts";
import { runIdOf } from "../ids.ts";
import type { RunState, TreeState } from "../run/state.ts";
import { counted } from "../words.ts";

/** Value of a declared measure, the least on the way down, and on how many levels it has not fallen below that. */
export type Measure = { readonly value: number; readonly least: number; readonly stalled: number };

/** The measure of a child whose parent was measured too goes on from there; O(1). */
export function measured(parent: RunState, value: number): Measure {
  const before = parent.measure;
  if (!before || value < before.least) return { value, least: value, stalled: 0 };
  return { value, least: before.least, stalled: before.stalled + 1 };
}

/** What a recursion whose measure has not fallen for `stallLevels` levels fails with. */
export function stall(tree: TreeState, parent: RunState, { value, least, stalled }: Measure): Failure | null {
  const { stallLevels } = tree.limits;
  if (stalled < stallLevels) return null;
  return {
    class: "cycle",
    code: "RecursionStalled",
    message: `The measure of the recursion has not fallen below ${least} for ${counted(stalled, "level")}; it is ${value} now. Make the work smaller on the way down.`,
    retryable: false,
    details: { run: runIdOf(tree.treeId, parent.no), measure: value, least, levels: stalled },
  };
}
