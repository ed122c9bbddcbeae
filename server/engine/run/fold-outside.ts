import { accountAt } from "../recursion/account.ts";
import { pushHint } from "./agenda.ts";
import type {
  ApprovalAnswered,
  ApprovalEscalated,
  NodeRetried,
  SignalBuffered,
  SignalTaken,
  SlotParked,
  VariableSet,
} from "./events.ts";
import { closeSlot, endCall, openSlot, refOf, setWake } from "./fold-slot.ts";
import { addWaiting } from "./signals.ts";
import type { Awaited, NodeState, SlotRef, TreeState } from "./state.ts";
import { runAt } from "./tree.ts";

/** The node waits for someone or something outside from here on. */
export function beginWaiting(tree: TreeState, node: NodeState, ref: SlotRef, awaits: Awaited): void {
  node.awaits = awaits;
  tree.outside += 1;
  if (awaits.k === "signal") addWaiting(tree, awaits.name, ref);
}

export function foldSlotParked(tree: TreeState, event: SlotParked): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  endCall(tree, run, slot);
  setWake(tree, slot, refOf(event), undefined);
  slot.status = "parked";
  slot.failure = event.failure;
  slot.waitsFor = undefined;
  tree.outside += 1;
  if (event.budget !== undefined) accountAt(tree, event.budget).parked.push(refOf(event));
}

export function foldNodeRetried(tree: TreeState, event: NodeRetried): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  const map = event.item === undefined ? undefined : run.nodes?.[event.node]?.map;
  if (map && slot.status === "failed") {
    map.failed -= 1;
    map.open += 1;
  }
  closeSlot(tree, run, slot);
  slot.status = "ready";
  slot.failure = undefined;
  slot.ladder = undefined;
  slot.generation = event.generation;
  slot.before = slot.attempt;
  slot.edited = event.input;
  const { run: no, node, item } = event;
  pushHint(tree, item === undefined ? { k: "node", run: no, node } : { k: "item", run: no, node, item });
}

export function foldSignalBuffered(tree: TreeState, { key, name, payload }: SignalBuffered): void {
  tree.signals[key] = { name, payload };
}

export function foldSignalTaken(tree: TreeState, { key }: SignalTaken): void {
  delete tree.signals[key];
}

export function foldApprovalAnswered(tree: TreeState, event: ApprovalAnswered): void {
  const node = runAt(tree, event.run).nodes?.[event.node];
  if (node?.awaits?.k !== "approval") return;
  const { actor, approve, comment, at } = event;
  const answer = comment === undefined ? { actor, approve, at } : { actor, approve, comment, at };
  node.awaits = { ...node.awaits, answers: [...node.awaits.answers, answer] };
}

export function foldApprovalEscalated(tree: TreeState, event: ApprovalEscalated): void {
  const node = runAt(tree, event.run).nodes?.[event.node];
  if (node?.awaits?.k !== "approval") return;
  const { assignees } = node.awaits;
  const all = assignees === null ? null : [...new Set([...assignees, ...event.assignees])];
  node.awaits = { ...node.awaits, assignees: all, escalated: true };
  setWake(tree, node, { run: event.run, node: event.node }, event.wakeAt);
}

export function foldVariableSet(tree: TreeState, { run: no, name, value }: VariableSet): void {
  const run = runAt(tree, no);
  run.vars = { ...run.vars, [name]: value };
}
