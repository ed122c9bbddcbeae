import type { Undo } from "../recovery/undo.ts";
import { pushHint } from "./agenda.ts";
import type { CompensationStarted, RunEnding } from "./events.ts";
import { closeNode, touchNode } from "./fold-node.ts";
import type { TreeState } from "./state.ts";
import { runAt, slotsOf } from "./tree.ts";

/** All its own work is void. Where a child still lives its place stays, so that the run waits for it. */
export function foldRunEnding(tree: TreeState, event: RunEnding): void {
  const run = runAt(tree, event.run);
  run.ending = { end: event.end, undo: event.undo };
  for (const [id, node] of Object.entries(run.nodes ?? {})) {
    const living = slotsOf(node).find(
      ({ child }) => child !== undefined && tree.runs[child]?.phase === "running",
    );
    const child = living?.child;
    closeNode(tree, run, node);
    if (child === undefined) delete run.nodes?.[id];
    else Object.assign(node, { status: "active", child });
  }
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
