import { runIdOf } from "../ids.ts";
import type { ClosePolicy, OuterRun, TreeOrigin } from "./events.ts";
import type { RunState, SlotRef, TreeState } from "./state.ts";
import { boundGraphOf, runAt } from "./tree.ts";

/** Where a tree stands that a place of this one starts: its depth, and all that is above it. O(depth). */
export function originBelow(tree: TreeState, ref: SlotRef, closePolicy: ClosePolicy): TreeOrigin {
  const run = runAt(tree, ref.run);
  return {
    treeId: tree.treeId,
    run: ref.run,
    node: ref.node,
    ...(ref.item === undefined ? {} : { item: ref.item }),
    depth: run.depth,
    closePolicy,
    above: [...(tree.origin?.above ?? []), ...chainOf(tree, run)],
  };
}

/** From the root of the tree down to a run. */
function chainOf(tree: TreeState, from: RunState): readonly OuterRun[] {
  const chain: OuterRun[] = [];
  for (let run = from; ; run = runAt(tree, run.origin.run)) {
    chain.push({
      runId: runIdOf(tree.treeId, run.no),
      label: run.label ?? boundGraphOf(tree, run).slug,
      fingerprint: run.fingerprint,
      ...(run.task === undefined ? {} : { task: run.task }),
    });
    if (!run.origin) return chain.reverse();
  }
}
