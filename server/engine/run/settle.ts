import type { Failure } from "../failure.ts";
import { type NodeId, type RunNo, runIdOf } from "../ids.ts";
import { classify } from "../recovery/classify.ts";
import { endRun, stopRuns } from "../recovery/end-run.ts";
import { ladderAt, recovers } from "../recovery/ladder.ts";
import { liveChildrenOf } from "./cancel.ts";
import { clipFailure } from "./clip.ts";
import type { Unstamped } from "./deciding.ts";
import type { Event } from "./events.ts";
import { refOf } from "./fold-slot.ts";
import type { SlotRef, TreeState } from "./state.ts";
import { NODE_FAILED } from "./stop-reasons.ts";
import { runAt } from "./tree.ts";

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
  return endRun(tree, run, { kind: "failed", failure }, true);
}

/** The work of a slot failed: its recovery is looked at next, or it fails for good. */
export function failSlot(tree: TreeState, ref: SlotRef, cause: Failure): Unstamped<Event>[] {
  if (!recovers(tree, ref, cause)) return giveUp(tree, ref, cause);
  const failure = classify(clipFailure(cause), ladderAt(tree, ref).rules);
  const state = ref.item === undefined ? tree.runs[ref.run]?.nodes?.[ref.node] : undefined;
  const live = state ? liveChildrenOf(tree, state) : [];
  return [...stopRuns(tree, live, NODE_FAILED), { type: "SlotFailing", ...refOf(ref), failure }];
}

/** A slot failed for good: an item is counted by its map, a node takes its run with it. */
export function giveUp(tree: TreeState, ref: SlotRef, failure: Failure): Unstamped<Event>[] {
  return ref.item === undefined
    ? [...passedOn(tree, ref, failure), ...failNode(tree, ref.run, ref.node, failure)]
    : [{ type: "ItemFailed", run: ref.run, node: ref.node, item: ref.item, failure: clipFailure(failure) }];
}

/** Nobody here has dealt with what a child asked: the run above is asked next. */
function passedOn(tree: TreeState, { run: no, node }: SlotRef, { escalation }: Failure): Unstamped<Event>[] {
  if (!escalation || escalation.run === runIdOf(tree.treeId, no)) return [];
  const to = runAt(tree, no).origin?.run ?? null;
  return [{ type: "EscalationPassed", run: no, node, id: escalation.id, to }];
}
