import type { EpochMs } from "../ids.ts";
import type { TimerEntry, TreeState } from "./state.ts";
import { isClosing, isSettled, slotAt } from "./tree.ts";

/** Adds a wake-up: O(log n) on the binary min-heap `tree.timers`. */
export function pushTimer(tree: TreeState, entry: TimerEntry): void {
  const heap = tree.timers;
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (at(heap, parent) <= entry.at) break;
    swap(heap, index, parent);
    index = parent;
  }
}

/** Removes entries at the top whose slot no longer waits for them. */
export function dropStaleTimers(tree: TreeState): void {
  for (let top = tree.timers[0]; top && slotAt(tree, top)?.wakeAt !== top.at; top = tree.timers[0])
    popTimer(tree.timers);
}

/** Earliest instant at which the tree wants a `tick`; `null` while it is paused, settled or waits for no instant. */
export function nextWakeAt(tree: TreeState): EpochMs | null {
  if (tree.paused || tree.runs.length === 0 || isSettled(tree)) return null;
  const timer = (isClosing(tree) ? undefined : tree.timers[0]?.at) ?? Number.POSITIVE_INFINITY;
  const deadline = tree.stillSince === null ? tree.deadlineAt : null;
  const wake = Math.min(timer, deadline ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(wake) ? wake : null;
}

function popTimer(heap: TimerEntry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  heap[0] = last;
  let index = 0;
  for (;;) {
    const child = smallerChild(heap, index);
    if (child === null || at(heap, child) >= last.at) return;
    swap(heap, index, child);
    index = child;
  }
}

function smallerChild(heap: TimerEntry[], index: number): number | null {
  const left = 2 * index + 1;
  if (left >= heap.length) return null;
  return left + 1 < heap.length && at(heap, left + 1) < at(heap, left) ? left + 1 : left;
}

function at(heap: TimerEntry[], index: number): number {
  return heap[index]?.at ?? Number.POSITIVE_INFINITY;
}

function swap(heap: TimerEntry[], a: number, b: number): void {
  const [x, y] = [heap[a], heap[b]];
  if (x && y) [heap[a], heap[b]] = [y, x];
}
