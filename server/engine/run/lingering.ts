import type { RunNo } from "../ids.ts";
import { pushHint } from "./agenda.ts";
import type { RunState, Slot, TreeState } from "./state.ts";

/** A place lets its child go. One that lives on, because it undoes something, keeps the run from ending before it has. */
export function letGo(tree: TreeState, run: RunState, slot: Slot): void {
  const { child } = slot;
  if (child === undefined) return;
  slot.child = undefined;
  if (tree.runs[child]?.phase !== "running") return;
  run.lingering = [...(run.lingering ?? []), child];
  run.open += 1;
}

/** A child of the run has ended, of which no place may know any more. */
export function dropLingering(tree: TreeState, run: RunState, child: RunNo): void {
  if (!run.lingering?.includes(child)) return;
  const left = run.lingering.filter((no) => no !== child);
  run.lingering = left.length > 0 ? left : undefined;
  // What ends counts nothing any more.
  if (run.ending) return;
  run.open -= 1;
  if (run.open === 0) pushHint(tree, { k: "finish", run: run.no });
}
