import type { CompiledNode } from "../../graph/compile.ts";
import type { Refusal } from "../commands.ts";
import { refOf } from "../fold-slot.ts";
import type { RunState, Slot, SlotRef, TreeState } from "../state.ts";
import { compiledOf, slotAt } from "../tree.ts";

/** The place that a person named: its run lives and is not about to end. */
export type Target = {
  readonly run: RunState;
  readonly ref: SlotRef;
  readonly definition: CompiledNode;
  /** `undefined` while nothing has touched the node. */
  readonly slot: Slot | undefined;
};

const FINAL: ReadonlySet<string> = new Set(["completed", "failed", "skipped"]);

export function targetOf(tree: TreeState, at: SlotRef): Target | { readonly refusal: Refusal } {
  const run = tree.runs[at.run];
  if (!run) return { refusal: "RUN_UNKNOWN" };
  if (run.phase !== "running") return { refusal: "RUN_SETTLED" };
  // Its own work is void: all that is left to decide about is in the run that undoes it.
  if (run.ending) return { refusal: "RUN_ENDING" };
  const definition = compiledOf(tree, run).nodes.get(at.node);
  if (!definition) return { refusal: "NODE_UNKNOWN" };
  const ref = refOf(at);
  const slot = slotAt(tree, ref);
  if (at.item !== undefined && !slot) return { refusal: "ITEM_UNKNOWN" };
  return { run, ref, definition, slot };
}

export function isFinal(slot: Slot | undefined): boolean {
  return slot !== undefined && FINAL.has(slot.status);
}
