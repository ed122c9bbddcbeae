import type { NodeId, RunNo } from "../ids.ts";
import type { Event } from "../run/events.ts";
import type { SlotRef } from "../run/state.ts";
import type { ForkPlace } from "./flaw.ts";

/** Where a tree that has ended was left: the deepest places that had begun and have no result. */
export type Unfinished = {
  readonly deep: readonly ForkPlace[];
  /** The nodes of the root that hold them. */
  readonly shallow: readonly ForkPlace[];
  /** Something that was done has been undone, so what stands in the journal holds no more. */
  readonly undone: boolean;
};

/** Places of one run that have begun and are not over, in the order in which they began. */
type Left = {
  ok: boolean;
  readonly slots: Map<string, SlotRef>;
  readonly children: Map<string, RunNo>;
  /** By node: how many items it holds, and which of them have a result. */
  readonly items: Map<NodeId, { readonly count: number; readonly done: Set<number> }>;
};

export function unfinished(journal: readonly Event[]): Unfinished {
  const runs = new Map<RunNo, Left>();
  let undone = false;
  for (const event of journal) {
    if (event.type === "RunStarted") {
      runs.set(event.run, { ok: false, slots: new Map(), children: new Map(), items: new Map() });
      undone ||= event.undoes === true;
      const above = event.origin && runs.get(event.origin.run);
      if (above && event.origin) {
        const at = placeOf(event.origin);
        above.slots.set(keyOf(at), at);
        above.children.set(keyOf(at), event.run);
      }
    } else if ("run" in event) note(runs.get(event.run), event);
  }
  return { deep: deepIn(runs, 0), shallow: nodesOf(runs.get(0)), undone };
}

function note(run: Left | undefined, event: Event): void {
  if (!run) return;
  if (event.type === "RunSucceeded") run.ok = true;
  if (!("node" in event)) return;
  countItems(run, event);
  const at = placeOf(event);
  if (event.type === "NodeCompleted" || event.type === "NodeSkipped") {
    for (const [key, { node }] of run.slots) if (node === at.node) run.slots.delete(key);
  } else if (event.type === "ItemCompleted") run.slots.delete(keyOf(at));
  else if (BEGINS.has(event.type)) run.slots.set(keyOf(at), at);
}

function countItems({ items }: Left, event: Event): void {
  if (event.type === "ItemCompleted") items.get(event.node)?.done.add(event.item);
  else if (event.type === "NodeStarted" || (event.type === "PlanMade" && !event.single)) {
    if (event.items) items.set(event.node, { count: event.items.length, done: new Set() });
  }
}

const BEGINS: ReadonlySet<Event["type"]> = new Set([
  "NodeStarted",
  "PlanMade",
  "AttemptQueued",
  "AttemptStarted",
  "SlotFailing",
  "SlotParked",
  "ItemFailed",
  "NodeFailed",
]);

function deepIn(runs: ReadonlyMap<RunNo, Left>, no: RunNo): readonly ForkPlace[] {
  const left = runs.get(no);
  if (!left) return [];
  const slots = [...left.slots.values()];
  const byItem = new Set(slots.filter(({ item }) => item !== undefined).map(({ node }) => node));
  return slots
    .filter(({ node, item }) => item !== undefined || !byItem.has(node))
    .map((slot) => firstUnbegun(left, slot))
    .flatMap((slot) => {
      const child = left.children.get(keyOf(slot));
      const below = child === undefined || runs.get(child)?.ok ? [] : deepIn(runs, child);
      return below.length > 0 ? below : [slot];
    });
}

/** A node that was left between two of its items goes on at the next one. */
function firstUnbegun({ items }: Left, slot: SlotRef): SlotRef {
  const held = slot.item === undefined ? items.get(slot.node) : undefined;
  if (!held) return slot;
  for (let item = 0; item < held.count; item++) if (!held.done.has(item)) return { ...slot, item };
  return slot;
}

function nodesOf(left: Left | undefined): readonly ForkPlace[] {
  const nodes = new Set<NodeId>(Array.from(left?.slots.values() ?? [], ({ node }) => node));
  return Array.from(nodes, (node) => ({ run: 0, node }));
}

function placeOf({ run, node, item }: SlotRef): SlotRef {
  return item === undefined ? { run, node } : { run, node, item };
}

function keyOf({ node, item }: SlotRef): string {
  return `${node}/${item ?? ""}`;
}
