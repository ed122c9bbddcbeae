import type { Failure } from "../failure.ts";
import type { NodeId, RunNo } from "../ids.ts";
import { cancelBelow } from "./cancel.ts";
import { clipFailure } from "./clip.ts";
import type { Unstamped } from "./deciding.ts";
import type { Event } from "./events.ts";
import type { SlotRef, TreeState } from "./state.ts";

/** A node failed and nothing handles it: its run fails, and all that lives below ends first. */
export function failNode(tree: TreeState, run: RunNo, node: NodeId, cause: Failure): Unstamped<Event>[] {
  const failure = clipFailure(cause);
  return [
    { type: "NodeFailed", run, node, failure },
    ...failRun(tree, run, { ...failure, details: { node, ...failure.details } }),
  ];
}

export function failRun(tree: TreeState, run: RunNo, cause: Failure): Unstamped<Event>[] {
  const failure = clipFailure(cause);
  return [...cancelBelow(tree, run, `run failed: ${failure.code}`), { type: "RunFailed", run, failure }];
}

/** A slot failed for good: an item is counted by its map, a node takes its run with it. */
export function failSlot(tree: TreeState, ref: SlotRef, failure: Failure): Unstamped<Event>[] {
  return ref.item === undefined
    ? failNode(tree, ref.run, ref.node, failure)
    : [{ type: "ItemFailed", run: ref.run, node: ref.node, item: ref.item, failure: clipFailure(failure) }];
}
