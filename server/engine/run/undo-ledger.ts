import { undoOf } from "../recovery/undo.ts";
import type { ItemCompleted, NodeCompleted } from "./events.ts";
import type { RunState, TreeState } from "./state.ts";

/** A result that can be undone is kept with its run. */
export function foldUndo(tree: TreeState, run: RunState, event: NodeCompleted | ItemCompleted): void {
  if (!event.undo) return;
  const { node } = event;
  const place =
    event.type === "ItemCompleted" ? { run: run.no, node, item: event.item } : { run: run.no, node };
  run.undo = [...(run.undo ?? []), { ...place, ...event.undo }];
  tree.undoable = (tree.undoable ?? 0) + 1;
}

/** What a run that has ended could have undone is its parent's to undo. */
export function handUndoUp(tree: TreeState, run: RunState): void {
  const list = undoOf(run);
  run.undo = undefined;
  run.undoBelow = undefined;
  run.ending = undefined;
  const parent = run.origin ? tree.runs[run.origin.run] : undefined;
  if (list.length === 0) return;
  if (parent?.phase === "running" && !run.undoes) parent.undoBelow = [...(parent.undoBelow ?? []), list];
  else tree.undoable = Math.max(0, (tree.undoable ?? 0) - list.length);
}
