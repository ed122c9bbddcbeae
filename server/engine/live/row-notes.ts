import type { Failure } from "../failure.ts";
import { parseRunId } from "../ids.ts";
import type { Event } from "../run/events.ts";
import { isStoppedByFailure } from "../run/stop-reasons.ts";
import { sameSlot, waitsAfter } from "./row-waits.ts";
import type { RowCycle, RowNotes, RunRow } from "./wire.ts";

/** What a row tells of its run beyond its state. Facts and addresses only, never a value of the run. */

type Started = Extract<Event, { type: "RunStarted" }>;

/** Notes that a run starts with; absent = none. */
export function startedNotes({ account, origin }: Started): { readonly notes?: RowNotes } {
  const notes: RowNotes = {
    ...(account ? { budget: "own" as const } : {}),
    ...(origin?.generation === undefined ? {} : { again: origin.generation }),
  };
  return Object.keys(notes).length > 0 ? { notes } : {};
}

/** A row with what a delta changes of it. A row without notes has none, whether they never were or were taken away. */
export function rowWith<Row extends RunRow>(row: Row, patch: Partial<Row>): Row {
  const next = { ...row, ...patch };
  if (next.notes !== null) return next;
  const { notes: _, ...rest } = next;
  return rest as Row;
}

const NONE: RowNotes = {};
const NOTHING: NonNullable<RowNotes["waits"]> = [];

/** The notes after an event; `undefined` = as before, `null` = none are left. */
export function notesAfter(row: RunRow, event: Event): RowNotes | null | undefined {
  const before = row.notes ?? NONE;
  const waits = waitsAfter(before.waits ?? NOTHING, event);
  const more = factOf(before, event);
  const same = waits === before.waits || (waits.length === 0 && before.waits === undefined);
  if (same && !more) return undefined;
  const { waits: _, ...kept } = before;
  const notes: RowNotes = { ...kept, ...more, ...(waits.length > 0 ? { waits } : {}) };
  return Object.keys(notes).length > 0 ? notes : null;
}

function factOf(notes: RowNotes, event: Event): RowNotes | null {
  switch (event.type) {
    case "NodeStarted":
      return event.loop ? { loops: [...(notes.loops ?? []), event.node] } : null;
    case "NodeCompleted":
    case "ItemCompleted":
      return event.reused === undefined ? givenBy(notes, event) : reusedBy(notes, event);
    case "CycleDetected":
      return { cycle: cycleOf(notes, event) };
    case "SlotDegraded":
      return { budget: "degraded" };
    case "EscalationGranted":
      return { budget: "granted" };
    case "EscalationRefused":
      return { budget: "refused" };
    case "ToppedUp":
      return { budget: "toppedUp" };
    case "SlotParked":
      return event.budget === undefined ? null : { budget: "refused" };
    case "SlotFailing":
    case "ItemFailed":
    case "NodeFailed":
      return refusedBy(notes, event);
    case "RunFailed":
      return { cause: causeOf(event.failure) };
    case "RunCancelled":
      return isStoppedByFailure(event.reason) ? { cause: { by: "above" } } : null;
    default:
      return null;
  }
}

type Completed = Extract<Event, { type: "NodeCompleted" | "ItemCompleted" }>;

/** Items of one node are told together: there may be thousands. */
function reusedBy({ reused = [] }: RowNotes, event: Completed): RowNotes | null {
  const place = event.type === "ItemCompleted" ? `${event.node}[]` : event.node;
  return reused.includes(place) ? null : { reused: [...reused, place] };
}

function givenBy({ given = [] }: RowNotes, event: Completed): RowNotes | null {
  if (event.by?.how !== "replace") return null;
  const place = event.type === "ItemCompleted" ? `${event.node}[${event.item}]` : event.node;
  return given.includes(place) ? null : { given: [...given, place] };
}

type Detected = Extract<Event, { type: "CycleDetected" }>;

/** The latest hit, and how many there were. It is a finding until what follows says that it was refused. */
function cycleOf(notes: RowNotes, { ancestor, node, item, outer }: Detected): RowCycle {
  return {
    of: ancestor,
    node,
    item: item ?? null,
    times: (notes.cycle?.times ?? 0) + 1,
    refused: false,
    ...(outer === undefined ? {} : { outer }),
  };
}

type Failing = Extract<Event, { type: "SlotFailing" | "ItemFailed" | "NodeFailed" }>;

function refusedBy({ cycle }: RowNotes, event: Failing): RowNotes | null {
  const { class: kind, details } = event.failure;
  // What a child failed of stands in the child's own row.
  if (details?.["origin"] !== undefined) return null;
  if (kind === "cycle" && cycle && !cycle.refused && sameSlot(cycle, event))
    return { cycle: { ...cycle, refused: true } };
  return (kind === "limit" || kind === "budget") && details?.["account"] !== undefined
    ? { budget: "refused" }
    : null;
}

/** A failure that came up from below names the run where it began. */
function causeOf({ class: kind, details }: Failure): NonNullable<RowNotes["cause"]> {
  const from = details?.["origin"] ?? (kind === "child" ? details?.["run"] : undefined);
  const below = typeof from === "string" ? parseRunId(from) : null;
  return below ? { by: "child", of: below.no } : { by: "itself" };
}
