import type { GraphNode } from "#server/engine/nodes/definitions";
import { collectItems } from "#server/engine/nodes/map/progress";
import type { Event } from "#server/engine/run/events";
import type { MapState, Slot } from "#server/engine/run/state";
import type { Stored } from "#server/engine/values/json";
import type { Services } from "../context.ts";
import { type JournalRange, journalPages } from "./journal.ts";

type Asked = { readonly run: number; readonly nodeId: string; readonly node: GraphNode };
type ItemEvent = Extract<Event, { type: "ItemCompleted" | "ItemFailed" }>;

/**
 * The output of a node that is put together from its items, none of which the completing event repeats.
 * @param range From the start of its run to that event.
 */
export async function collected(
  services: Pick<Services, "db">,
  range: JournalRange,
  asked: Asked,
): Promise<Stored> {
  let map = opened([]);
  const ended = new Map<number, ItemEvent>();
  const outputs: Outputs = new Map();
  for await (const page of journalPages(services, range))
    for (const { event } of page) {
      passOutput(event, asked, outputs);
      if (!isOf(event, asked)) continue;
      if (event.type === "ItemCompleted" || event.type === "ItemFailed") ended.set(event.item, event);
      map = openedBy(event) ?? map;
    }
  for (const [item, event] of ended) map.slots[item] = slotOf(event, outputs);
  return collectItems(asked.node, map);
}

/** Of the runs that items of the node have started. They have ended before it has, so what they gave is passed on the way. */
type Outputs = Map<number, Stored | null>;

function passOutput(event: Event, { run, nodeId }: Asked, outputs: Outputs): void {
  if (event.type === "RunStarted") {
    if (event.origin?.run === run && event.origin.node === nodeId) outputs.set(event.run, null);
  } else if (event.type === "RunSucceeded" && outputs.has(event.run)) outputs.set(event.run, event.output);
}

function isOf(event: Event, { run, nodeId }: Asked): boolean {
  return "run" in event && event.run === run && "node" in event && event.node === nodeId;
}

function openedBy(event: Event): MapState | null {
  if (event.type === "NodeStarted") return opened(event.items ?? []);
  return event.type === "PlanMade" ? opened(event.items, event.single) : null;
}

function opened(items: readonly Stored[], single?: true): MapState {
  const slots = items.map(() => null);
  return { items, slots, next: 0, open: 0, completed: 0, failed: 0, ...(single ? { single } : {}) };
}

function slotOf(event: ItemEvent, outputs: Outputs): Slot {
  const tried = { attempt: 0, delivery: 0 };
  if (event.type === "ItemFailed") return { ...tried, status: "failed", failure: event.failure };
  const { result } = event;
  const output = "output" in result ? result.output : (outputs.get(result.from) ?? null);
  return { ...tried, status: "completed", output };
}
