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
 * @param outputOf The output of a run.
 */
export async function collected(
  services: Pick<Services, "db">,
  range: JournalRange,
  { run, nodeId, node }: Asked,
  outputOf: (run: number) => Promise<Stored | null>,
): Promise<Stored> {
  let map = opened([]);
  const ended = new Map<number, ItemEvent>();
  for await (const page of journalPages(services, range))
    for (const { event } of page) {
      if (!isOf(event, run, nodeId)) continue;
      if (event.type === "ItemCompleted" || event.type === "ItemFailed") ended.set(event.item, event);
      map = openedBy(event) ?? map;
    }
  for (const [item, event] of ended) map.slots[item] = await slotOf(event, outputOf);
  return collectItems(node, map);
}

function isOf(event: Event, run: number, node: string): boolean {
  return "run" in event && event.run === run && "node" in event && event.node === node;
}

function openedBy(event: Event): MapState | null {
  if (event.type === "NodeStarted") return opened(event.items ?? []);
  return event.type === "PlanMade" ? opened(event.items, event.single) : null;
}

function opened(items: readonly Stored[], single?: true): MapState {
  const slots = items.map(() => null);
  return { items, slots, next: 0, open: 0, completed: 0, failed: 0, ...(single ? { single } : {}) };
}

async function slotOf(event: ItemEvent, outputOf: (run: number) => Promise<Stored | null>): Promise<Slot> {
  const tried = { attempt: 0, delivery: 0 };
  if (event.type === "ItemFailed") return { ...tried, status: "failed", failure: event.failure };
  const { result } = event;
  const output = "output" in result ? result.output : await outputOf(result.from);
  return { ...tried, status: "completed", output };
}
