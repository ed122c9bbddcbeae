import { entriesOf } from "../context/entry.ts";
import type { ContextChange } from "../context/writes.ts";
import type { EpochMs } from "../ids.ts";
import { accountAt, accountOf, charge } from "../recursion/account.ts";
import { watchAnswer } from "../recursion/adapt.ts";
import { pushHint } from "./agenda.ts";
import { recordDuration } from "./durations.ts";
import type {
  AttemptFailed,
  AttemptQueued,
  AttemptStarted,
  ItemCompleted,
  ItemFailed,
  RetryRung,
} from "./events.ts";
import { callKey, holdFor, loseCall, settleUsage } from "./fold-usage.ts";
import { letGo } from "./lingering.ts";
import { dropWaiting } from "./signals.ts";
import type { Awaited, LadderState, NodeState, RunState, Slot, SlotRef, TreeState } from "./state.ts";
import { pushTimer } from "./timers.ts";
import { itemSlot, levelAt, runAt } from "./tree.ts";
import { foldUndo } from "./undo-ledger.ts";
import { tokensOf, type Usage } from "./usage.ts";

/** Entries that are written take the place of those with their keys; whoever shares the old ones keeps them. */
export function foldContext(run: RunState, { entries }: ContextChange): void {
  const before = run.context;
  run.context = { ...before, entries: { ...before?.entries, ...entriesOf(entries) } };
}

type Placed = { readonly run: number; readonly node: string; readonly item?: number };

export function refOf(place: Placed): SlotRef {
  return place.item === undefined
    ? { run: place.run, node: place.node }
    : { run: place.run, node: place.node, item: place.item };
}

/** The slot that an event is about; opening an item makes its slot and moves its node on. */
export function openSlot(run: RunState, place: Placed): Slot {
  const node = run.nodes?.[place.node];
  if (!node) throw new Error(`run ${run.no} has no open node ${place.node}`);
  if (place.item === undefined) return node;
  const known = itemSlot(node, place.item);
  if (known) return known;
  const slot: Slot = { status: "ready", attempt: 0, delivery: 0 };
  openItem(node, place.item, slot);
  return slot;
}

function openItem(node: NodeState, item: number, slot: Slot): void {
  if (node.loop) node.loop.slot = slot;
  if (!node.map) return;
  node.map.slots[item] = slot;
  node.map.next = item + 1;
  node.map.open += 1;
}

export function foldAttemptQueued(tree: TreeState, event: AttemptQueued): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  beginNode(tree, run, slot);
  endCall(tree, run, slot);
  if (event.delivered !== undefined) delete tree.orphans[callKey(event, event.attempt)];
  if (slot.status !== "queued" || slot.queuedAt === undefined) slot.queuedAt = event.at;
  slot.status = "queued";
  slot.attempt = event.attempt;
  slot.delivery = event.delivered ?? 0;
  slot.task = event.task;
  slot.input = event.input;
  slot.pure = false;
  slot.need = event.need;
  slot.waitsFor = event.waitsFor;
  clearWake(tree, slot);
  if (event.waitsFor === undefined) {
    levelAt(tree, run.depth).queue.push(refOf(event));
    pushHint(tree, { k: "level", depth: run.depth });
  } else {
    accountAt(tree, event.waitsFor).queue.push(refOf(event));
    pushHint(tree, { k: "budget", account: event.waitsFor });
  }
}

/** A node, an item or an iteration starts: one more node execution. */
export function beginNode(tree: TreeState, run: RunState, slot: Slot): void {
  if (slot.status !== "ready") return;
  charge(tree, accountOf(tree, run), "nodes", 1, 0);
  levelAt(tree, run.depth).totals.nodes += 1;
}

export function foldAttemptStarted(tree: TreeState, event: AttemptStarted): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  beginNode(tree, run, slot);
  // A delivery that was lost with its owner may have used all that was held for it.
  if (slot.calling) {
    loseCall(tree, run, slot);
    delete tree.orphans[callKey(event, event.attempt)];
  }
  if (!slot.calling) beginCall(tree, run, slot, event.pure);
  if (event.delivery === 1) countAttempt(tree, run, event);
  endLine(tree, run, slot, event);
  // Each delivery counts anew: the time between two of them is downtime, not work.
  slot.startedAt = event.at;
  slot.status = "active";
  slot.attempt = event.attempt;
  slot.delivery = event.delivery;
  slot.task = event.task;
  slot.pure = event.pure;
  slot.waitsFor = undefined;
  if (event.need) slot.need = event.need;
  if (event.input !== undefined) slot.input = event.input;
  clearWake(tree, slot);
  holdFor(tree, run, slot, refOf(event), event.reserved);
}

function endLine(tree: TreeState, run: RunState, slot: Slot, { at, pure }: AttemptStarted): void {
  if (slot.queuedAt === undefined) return;
  if (slot.status === "queued" && !pure) levelAt(tree, run.depth).totals.waitingMs += at - slot.queuedAt;
  slot.queuedAt = undefined;
}

function countAttempt(tree: TreeState, run: RunState, { pure, attempt }: AttemptStarted): void {
  tree.counts.attempts += 1;
  if (pure) return;
  const { totals } = levelAt(tree, run.depth);
  totals.attempts += 1;
  if (attempt === 1) totals.places += 1;
  charge(tree, accountOf(tree, run), "agents", 1, 0);
}

/** The open call has its answer: what it used, how long it took, and how it ended. */
export function answerCall(
  tree: TreeState,
  run: RunState,
  slot: Slot,
  { node, at, usage }: { readonly node: string; readonly at: EpochMs; readonly usage?: Usage | undefined },
  outcome: "succeeded" | "failed",
): void {
  settleUsage(tree, run, node, slot, usage);
  if (slot.pure) return;
  const { totals } = levelAt(tree, run.depth);
  const tookMs = Math.max(0, at - (slot.startedAt ?? at));
  totals[outcome] += 1;
  totals.workMs += tookMs;
  if (outcome === "failed") {
    totals.lostMs += tookMs;
    totals.lostTokens += tokensOf(usage);
  }
  if (watchAnswer(tree, run, { node, tookMs, succeeded: outcome === "succeeded" }))
    pushHint(tree, { k: "adapt", depth: run.depth });
}

export function foldAttemptFailed(tree: TreeState, event: AttemptFailed): void {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  answerCall(tree, run, slot, event, "failed");
  endCall(tree, run, slot);
  slot.failure = event.failure;
  if (event.rung) slot.ladder = ladderAfter(slot, event.rung);
  if (event.retryAt === null) return;
  tree.counts.retries += 1;
  levelAt(tree, run.depth).totals.retries += slot.pure ? 0 : 1;
  slot.status = "retrying";
  setWake(tree, slot, refOf(event), event.retryAt);
}

function ladderAfter({ ladder }: Slot, { at, base, since }: RetryRung): LadderState {
  return { choice: 0, tries: 0, asked: 0, ...ladder, at, base, since };
}

export function foldItemCompleted(tree: TreeState, event: ItemCompleted): void {
  const run = runAt(tree, event.run);
  if (event.context) foldContext(run, event.context);
  const open = openSlot(run, event);
  if (!event.by && !event.reused) beginNode(tree, run, open);
  if (event.attempt !== undefined) answerCall(tree, run, open, event, "succeeded");
  const { node, slot } = settleItem(tree, event);
  if (event.attempt !== undefined)
    recordDuration(tree, run, event.node, event.at - (slot.startedAt ?? event.at));
  const { result } = event;
  const output = "output" in result ? result.output : (runAt(tree, result.from).output ?? null);
  slot.status = "completed";
  slot.output = output;
  if (event.degraded) runAt(tree, event.run).degraded = true;
  foldUndo(tree, runAt(tree, event.run), event);
  if (node.map) node.map.completed += 1;
  if (node.loop) node.loop = { index: event.item + 1, slot: null, previous: output };
}

export function foldItemFailed(tree: TreeState, event: ItemFailed): void {
  const { node, slot } = settleItem(tree, event);
  slot.status = "failed";
  slot.failure = event.failure;
  if (node.map) node.map.failed += 1;
}

function settleItem(tree: TreeState, event: ItemCompleted | ItemFailed): { node: NodeState; slot: Slot } {
  const run = runAt(tree, event.run);
  const slot = openSlot(run, event);
  closeSlot(tree, run, slot);
  const node = run.nodes?.[event.node];
  if (!node?.map && !node?.loop) throw new Error(`node ${event.node} of run ${run.no} repeats nothing`);
  if (node.map) node.map.open -= 1;
  pushHint(tree, { k: "items", run: event.run, node: event.node });
  return { node, slot };
}

/** Ends the slot's open call, if it has one, and drops what only an open slot needs. */
export function closeSlot(tree: TreeState, run: RunState, slot: Slot): void {
  endCall(tree, run, slot);
  letGo(tree, run, slot);
  if (slot.input !== undefined) slot.input = undefined;
  if (slot.task !== undefined) slot.task = undefined;
  if (slot.returned !== undefined) slot.returned = undefined;
  if (slot.need !== undefined) slot.need = undefined;
  if (slot.waitsFor !== undefined) slot.waitsFor = undefined;
  if (slot.degraded !== undefined) slot.degraded = undefined;
  clearWake(tree, slot);
  endWaiting(tree, slot);
}

/** Moves the slot's wake-up, or takes it away. */
export function setWake(tree: TreeState, slot: Slot, ref: SlotRef, at: EpochMs | undefined): void {
  clearWake(tree, slot);
  if (at === undefined) return;
  slot.wakeAt = at;
  if (!isOutside(slot)) tree.timed += 1;
  pushTimer(tree, { ...ref, at });
}

export function clearWake(tree: TreeState, slot: Slot): void {
  if (slot.wakeAt === undefined) return;
  slot.wakeAt = undefined;
  if (!isOutside(slot)) tree.timed -= 1;
}

/** It waits for somebody or something outside, so its instant does not count as work of the tree. */
function isOutside(slot: Slot): boolean {
  return slot.heldBy !== undefined || awaitsOf(slot) !== undefined;
}

export function endWaiting(tree: TreeState, slot: NodeState | Slot): void {
  if (slot.status === "parked") tree.outside -= 1;
  if (slot.heldBy !== undefined) {
    slot.heldBy = undefined;
    tree.outside -= 1;
  }
  const awaits = awaitsOf(slot);
  if (!awaits) return;
  tree.outside -= 1;
  (slot as NodeState).awaits = undefined;
  if (awaits.k === "signal") dropWaiting(tree, awaits.name);
}

/** Only a node's own slot waits for the outside. */
function awaitsOf(slot: Slot): Awaited | undefined {
  return (slot as NodeState).awaits;
}

function beginCall(tree: TreeState, run: RunState, slot: Slot, pure: boolean): void {
  slot.calling = true;
  tree.openCalls += 1;
  if (!pure) levelAt(tree, run.depth).agents += 1;
}

/** Takes the call off the books and gives its place at the level back. */
export function endCall(tree: TreeState, run: RunState, slot: Slot): void {
  if (!slot.calling) return;
  slot.calling = false;
  tree.openCalls -= 1;
  loseCall(tree, run, slot);
  if (slot.pure) return;
  levelAt(tree, run.depth).agents -= 1;
  pushHint(tree, { k: "level", depth: run.depth });
}
