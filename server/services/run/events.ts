import { runIdOf } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import type { Json } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { RunEventsInput } from "../inputs.ts";
import type { Caller, EventRow, Page } from "../types.ts";
import { iso } from "../views.ts";
import { withoutHidden } from "./context-views.ts";
import { findRun } from "./find-run.ts";
import { journalPages } from "./journal.ts";

/** The journal of a run's whole tree, in order. `nextCursor` is the `after` of the next page. */
export async function runEvents(
  services: Services,
  caller: Caller,
  { id, after, limit }: RunEventsInput,
): Promise<Page<EventRow>> {
  authorize(caller, "run.read");
  const { run, tree } = await findRun(services, id);
  const data: EventRow[] = [];
  for await (const page of journalPages(services, { treeId: run.treeId, after, to: tree.head })) {
    for (const { seq, event } of page.slice(0, limit - data.length))
      data.push(eventRow(run.treeId, seq, event));
    if (data.length >= limit) break;
  }
  const last = data.at(-1)?.seq ?? after;
  return { data, nextCursor: last < tree.head && data.length > 0 ? String(last) : null };
}

/** Places become addresses; everything else of the event stays as the journal has it. */
function eventRow(treeId: string, seq: number, event: Event): EventRow {
  const shown =
    "context" in event && event.context ? { ...event, context: withoutHidden(event.context) } : event;
  const { v: _, at, type, run, node, item, attempt, ...rest } = shown as Event & Partial<Place>;
  return {
    ...(rest as unknown as Readonly<Record<string, Json>>),
    seq,
    type,
    runId: run === undefined ? null : runIdOf(treeId, run),
    nodeId: node ?? null,
    iteration: item ?? null,
    attempt: attempt ?? null,
    at: iso(at),
  };
}

type Place = { readonly run: number; readonly node: string; readonly item: number; readonly attempt: number };
