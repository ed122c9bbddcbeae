import type { Unstamped } from "./deciding.ts";
import type { Event } from "./events.ts";
import type { TreeState } from "./state.ts";
import { nodeOf, slotAt, slotsOf } from "./tree.ts";

/** Events after which a place is parked no longer. */
type Unparking = Extract<Event, { readonly unparks?: number }>;
const UNPARKING: ReadonlySet<string> = new Set<Unparking["type"]>([
  "NodeRetried",
  "NodeCompleted",
  "NodeFailed",
  "ItemCompleted",
  "ItemFailed",
  "SlotFailing",
]);

/**
 * Writes into events how many parked places they end, so that readers who see events alone know when nothing of a run
 * waits for a person any more. Of several events of one decision the first counts.
 */
export function noteUnparked(tree: TreeState, events: readonly Unstamped<Event>[]): void {
  // Most trees have nothing parked.
  if (tree.outside === 0) return;
  const seen = new Set<object>();
  for (const event of events) {
    if (!UNPARKING.has(event.type)) continue;
    const unparks = parkedAt(tree, event as Unstamped<Unparking>, seen);
    if (unparks > 0) Object.assign(event, { unparks });
  }
}

function parkedAt(tree: TreeState, event: Unstamped<Unparking>, seen: Set<object>): number {
  const run = tree.runs[event.run];
  const node = run && nodeOf(run, event.node);
  if (!node) return 0;
  const item = "item" in event ? event.item : undefined;
  const slot = item === undefined ? undefined : slotAt(tree, { run: event.run, node: event.node, item });
  const slots = item === undefined ? slotsOf(node) : slot ? [slot] : [];
  const parked = slots.filter((each) => each.status === "parked" && !seen.has(each));
  for (const each of parked) seen.add(each);
  return parked.length;
}
