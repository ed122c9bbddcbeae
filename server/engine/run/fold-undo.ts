import type { Undo } from "../recovery/undo.ts";
import { pushHint } from "./agenda.ts";
import type { CompensationStarted, RunEnding } from "./events.ts";
import { closeNode, touchNode } from "./fold-node.ts";
import type { TreeState } from "./state.ts";
import { runAt } from "./tree.ts";

/** All its own work is void, and its places are gone; it waits for what still lives below it. */
export function foldRunEnding(tree: TreeState, event: RunEnding): void {
  const run = runAt(tree, event.run);
  run.ending = { end: event.end, undo: event.undo };
  for (const node of Object.values(run.nodes ?? {})) closeNode(tree, run, node);
  run.nodes = {};
  run.open = 1;
  if (run.no === 0) tree.deadlineAt = null;
  pushHint(tree, { k: "undo", run: run.no });
}

export function foldCompensationStarted(tree: TreeState, event: CompensationStarted): void {
  const run = runAt(tree, event.run);
  touchNode(run, event.node);
  const kept: Undo[] = event.of ? (run.undo ?? []).filter(({ node }) => !event.of?.includes(node)) : [];
  run.undo = kept.length > 0 ? kept : undefined;
  if (!event.of) run.undoBelow = undefined;
  tree.undoable = Math.max(0, (tree.undoable ?? 0) - event.count);
}
