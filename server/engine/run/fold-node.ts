import type { NodeId } from "../ids.ts";
import { collectItems } from "../nodes/map/progress.ts";
import type { Stored } from "../values/json.ts";
import { pushHint } from "./agenda.ts";
import { recordDuration } from "./durations.ts";
import type { NodeCompleted, NodeFailed, NodeSkipped, NodeStarted, PlanMade } from "./events.ts";
import { beginWaiting } from "./fold-outside.ts";
import { answerCall, beginNode, closeSlot, endCall, foldContext, setWake } from "./fold-slot.ts";
import type { NodeState, RunState, TreeState } from "./state.ts";
import { definitionOf, runAt, slotsOf } from "./tree.ts";
import { foldUndo } from "./undo-ledger.ts";

/** State of a node, made on first touch. */
export function touchNode(run: RunState, id: NodeId): NodeState {
  const nodes = run.nodes;
  if (!nodes) throw new Error(`run ${run.no} has settled`);
  const known = nodes[id];
  if (known) return known;
  const fresh: NodeState = { status: "pending", attempt: 0, delivery: 0, taken: 0, decided: 0 };
  nodes[id] = fresh;
  return fresh;
}

export function foldNodeStarted(tree: TreeState, event: NodeStarted): void {
  const run = runAt(tree, event.run);
  const node = touchNode(run, event.node);
  beginNode(tree, run, node);
  node.status = "active";
  node.startedAt = event.at;
  const ref = { run: event.run, node: event.node };
  if (event.awaits) beginWaiting(tree, node, ref, event.awaits);
  setWake(tree, node, ref, event.wakeAt);
  if (event.loop) {
    node.loop = { index: 0, slot: null, previous: null };
    pushHint(tree, { k: "items", run: event.run, node: event.node });
  }
  if (event.items) {
    node.map = { items: event.items, slots: [], next: 0, open: 0, completed: 0, failed: 0 };
    pushHint(tree, { k: "items", run: event.run, node: event.node });
  }
}

export function foldPlanMade(tree: TreeState, event: PlanMade): void {
  const run = runAt(tree, event.run);
  const node = touchNode(run, event.node);
  answerCall(tree, run, node, event, "succeeded");
  endCall(tree, run, node);
  node.task = undefined;
  node.input = undefined;
  node.status = "active";
  node.map = { items: event.items, slots: [], next: 0, open: 0, completed: 0, failed: 0 };
  if (event.single) node.map.single = true;
  pushHint(tree, { k: "items", run: event.run, node: event.node });
}

export function foldNodeCompleted(tree: TreeState, event: NodeCompleted): void {
  const run = runAt(tree, event.run);
  const node = touchNode(run, event.node);
  const output = outputOf(tree, run, event, node);
  if (!event.by && !event.reused && !event.pinned) beginNode(tree, run, node);
  if (event.attempt !== undefined) answerCall(tree, run, node, event, "succeeded");
  if (event.attempt !== undefined)
    recordDuration(tree, run, event.node, event.at - (node.startedAt ?? event.at));
  closeNode(tree, run, node);
  if (event.context) foldContext(run, event.context);
  node.status = "completed";
  node.output = output;
  if (event.degraded) run.degraded = true;
  foldUndo(tree, run, event);
  propagate(tree, run, event.node, event.edges);
}

export function foldNodeFailed(tree: TreeState, event: NodeFailed): void {
  const run = runAt(tree, event.run);
  const node = touchNode(run, event.node);
  closeNode(tree, run, node);
  node.status = "failed";
  node.failure = event.failure;
}

export function foldNodeSkipped(tree: TreeState, event: NodeSkipped): void {
  const run = runAt(tree, event.run);
  touchNode(run, event.node).status = "skipped";
  propagate(tree, run, event.node, []);
}

/** What a result stands for, without copying it. */
function outputOf(tree: TreeState, run: RunState, event: NodeCompleted, node: NodeState): Stored {
  const { result } = event;
  if ("output" in result) return result.output;
  if ("from" in result) return runAt(tree, result.from).output ?? null;
  return collectItems(definitionOf(tree, run, event.node).node, node.map);
}

/** Frees whatever the node still holds: its own slot, and those of its items or its iteration. */
export function closeNode(tree: TreeState, run: RunState, node: NodeState): void {
  for (const slot of slotsOf(node)) closeSlot(tree, run, slot);
  if (node.map) node.map = undefined;
  if (node.loop) node.loop = undefined;
}

function propagate(tree: TreeState, run: RunState, source: NodeId, taken: readonly number[]): void {
  for (const { index, edge } of definitionOf(tree, run, source).outgoing)
    decideEdge(tree, run, edge.target, taken.includes(index));
  run.open -= 1;
  if (run.open === 0) pushHint(tree, { k: "finish", run: run.no });
}

function decideEdge(tree: TreeState, run: RunState, target: NodeId, taken: boolean): void {
  const node = touchNode(run, target);
  node.decided += 1;
  if (taken) node.taken += 1;
  if (node.status !== "pending") return;
  const { join, incoming, needed } = definitionOf(tree, run, target);
  const decided = node.decided === incoming.length;
  const ready = join === "all" ? decided && node.taken > 0 : node.taken >= needed;
  if (!ready && !decided) return;
  node.status = ready ? "ready" : "skippable";
  pushHint(tree, { k: "node", run: run.no, node: target });
}
