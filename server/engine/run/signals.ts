import type { NodeId, RunNo } from "../ids.ts";
import type { SlotRef, TreeState } from "./state.ts";

/** Signals that a tree keeps for waits that have not started. */
export const MAX_SIGNALS_KEPT = 1_000;

/** Where a kept signal waits: for one node, for a name within one run, or for a name anywhere in the tree. */
export function addressOf(run: RunNo, to: { readonly node: NodeId } | { readonly name: string }): string {
  if ("node" in to) return `node:${run}/${to.node}`;
  return run === 0 ? `tree:${to.name}` : `run:${run}:${to.name}`;
}

/** Addresses under which a signal for this wait may have been kept, the most exact first. */
export function addressesOf({ run, node }: SlotRef, name: string): readonly string[] {
  return [...new Set([addressOf(run, { node }), `run:${run}:${name}`, `tree:${name}`])];
}

/** The oldest open wait for a name, anywhere in the tree. */
export function oldestWaiting(tree: TreeState, name: string): SlotRef | undefined {
  const queue = tree.waiting[keyOf(name)];
  for (let at = queue?.head ?? 0; queue && at < queue.refs.length; at++) {
    const ref = queue.refs[at];
    if (ref && isWaiting(tree, ref, name)) return ref;
  }
  return undefined;
}

/** Part of folding: a wait for this name has opened. */
export function addWaiting(tree: TreeState, name: string, ref: SlotRef): void {
  const key = keyOf(name);
  const queue = tree.waiting[key] ?? { refs: [], head: 0 };
  tree.waiting[key] = queue;
  queue.refs.push(ref);
}

/** Part of folding: a wait for this name is over. */
export function dropWaiting(tree: TreeState, name: string): void {
  const queue = tree.waiting[keyOf(name)];
  if (!queue) return;
  dropStale(tree, queue, name);
  if (queue.refs.length === 0) delete tree.waiting[keyOf(name)];
}

function keyOf(name: string): string {
  return `signal:${name}`;
}

/** Forgets waits that are over, and the past of the queue when it is the larger part. */
function dropStale(tree: TreeState, queue: { refs: SlotRef[]; head: number }, name: string): void {
  for (let ref = queue.refs[queue.head]; ref && !isWaiting(tree, ref, name); ref = queue.refs[queue.head]) {
    queue.head += 1;
  }
  if (queue.head * 2 <= queue.refs.length) return;
  queue.refs = queue.refs.slice(queue.head);
  queue.head = 0;
}

export function isWaiting(tree: TreeState, { run, node }: SlotRef, name?: string): boolean {
  const awaits = tree.runs[run]?.nodes?.[node]?.awaits;
  return awaits?.k === "signal" && (name === undefined || awaits.name === name);
}
