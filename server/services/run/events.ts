import { runIdOf } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import type { Json } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { RunEventsInput } from "../inputs.ts";
import type { Caller, EventRow, Page } from "../types.ts";
import { iso } from "../views.ts";
import { withoutHidden } from "./context-views.ts";
import { type FoundRun, findRun } from "./find-run.ts";
import { type JournalRange, journalPages, type Sequenced } from "./journal.ts";

/** Events that are looked through for one page: of a tree where next to none fits, the next page goes on from there. */
const LOOKED_AT = 20_000;

/** The journal of a run's whole tree, or of it alone, in order. `nextCursor` is the `after` of the next page. */
export async function runEvents(
  services: Services,
  caller: Caller,
  asked: RunEventsInput,
): Promise<Page<EventRow>> {
  authorize(caller, "run.read");
  const found = await findRun(services, asked.id);
  const { treeId } = found.run;
  const { from, to } = rangeOf(found, asked);
  const wanted = filterOf(found, asked);
  const data: EventRow[] = [];
  let last = from;
  for await (const { seq, event } of sequenced(services, { treeId, after: from, to })) {
    last = seq;
    if (wanted(event)) data.push(eventRow(treeId, seq, event));
    if (data.length >= asked.limit || last - from >= LOOKED_AT) break;
  }
  return { data, nextCursor: last < to && last > from ? String(last) : null };
}

async function* sequenced(services: Services, range: JournalRange): AsyncGenerator<Sequenced> {
  for await (const page of journalPages(services, range)) yield* page;
}

/** Events of one run lie between its start and its end. */
function rangeOf({ run, tree }: FoundRun, { after, only }: RunEventsInput): { from: number; to: number } {
  if (only === "tree") return { from: after, to: tree.head };
  return { from: Math.max(after, run.startedSeq - 1), to: run.endedSeq ?? tree.head };
}

function filterOf({ run }: FoundRun, { only, type }: RunEventsInput): (event: Event) => boolean {
  const types = type && new Set(type);
  return (event) => (only === "tree" || isOf(event, run.no)) && (types?.has(event.type) ?? true);
}

/** Whether it happened to this run, or to its tree as a whole. */
function isOf(event: Event, no: number): boolean {
  return "run" in event ? event.run === no : event.type !== "GraphBound";
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
