import type { Event } from "../run/events.ts";
import type { RowWait } from "./wire.ts";

/**
 * More waits of one run than this are not listed in its row: what asks for the run itself tells all. Approvals are listed
 * whatever else waits: lists find by them which runs need a person, and a graph has few.
 */
const MOST = 8;
/** Longest name that a row carries. */
const LONGEST = 80;
const PEOPLE = 3;

type Slot = { readonly node: string; readonly item?: number | null };

export function sameSlot(one: Slot, other: Slot): boolean {
  return one.node === other.node && (one.item ?? null) === (other.item ?? null);
}

/**
 * What the places of a run wait for after an event; the same list where it changes nothing. A place at its level, its
 * children and a person are told by the row's other fields.
 */
export function waitsAfter(waits: readonly RowWait[], event: Event): readonly RowWait[] {
  if (ENDS.has(event.type)) return waits.length > 0 ? [] : waits;
  if (event.type === "ApprovalEscalated") return waits.map((wait) => escalated(wait, event));
  const next = waitOf(event);
  if (next === undefined || !("node" in event)) return waits;
  if (waits.length === 0 && next === null) return waits;
  const others = waits.filter((wait) => !isOver(wait, event));
  if (next === null) return others.length === waits.length ? waits : others;
  return hasRoom(others, next) ? [...others, next] : others;
}

function hasRoom(waits: readonly RowWait[], next: RowWait): boolean {
  return next.kind === "approval" || waits.filter(({ kind }) => kind !== "approval").length < MOST;
}

const ENDS: ReadonlySet<string> = new Set(["RunEnding", "RunSucceeded", "RunFailed", "RunCancelled"]);
/** What these say of a node holds for all its items. */
const OF_WHOLE_NODE: ReadonlySet<string> = new Set([
  "NodeCompleted",
  "NodeFailed",
  "NodeRetried",
  "SlotFailing",
]);

function isOver(wait: RowWait, event: Event & Slot): boolean {
  if (wait.node !== event.node) return false;
  return sameSlot(wait, event) || (event.item === undefined && OF_WHOLE_NODE.has(event.type));
}

/** What a place waits for from this event on; `null` = for nothing more, `undefined` = the event does not say. */
function waitOf(event: Event): RowWait | null | undefined {
  switch (event.type) {
    case "NodeStarted":
      return awaited(event);
    case "AttemptQueued":
      return event.waitsFor === undefined ? null : { kind: "budget", ...placeOf(event), of: event.waitsFor };
    case "AttemptHeld":
      return { kind: "breaker", ...placeOf(event), until: event.until, name: clipped(event.breaker) };
    case "AttemptFailed":
    case "RungTaken":
      return typeof event.retryAt === "number"
        ? { kind: "retry", ...placeOf(event), until: event.retryAt }
        : null;
    case "AttemptStarted":
    case "AttemptReleased":
    case "SlotFailing":
    case "SlotParked":
    case "SlotResumed":
    case "SlotDegraded":
    case "NodeRetried":
    case "NodeCompleted":
    case "NodeFailed":
    case "NodeSkipped":
    case "ItemCompleted":
    case "ItemFailed":
      return null;
    default:
      return undefined;
  }
}

function awaited(event: Extract<Event, { type: "NodeStarted" }>): RowWait | null {
  const { awaits, wakeAt } = event;
  const until = wakeAt === undefined ? {} : { until: wakeAt };
  if (awaits?.k === "signal")
    return { kind: "signal", ...placeOf(event), ...until, name: clipped(awaits.name) };
  if (awaits?.k === "approval")
    return { kind: "approval", ...placeOf(event), since: event.at, ...until, ...people(awaits.assignees) };
  return wakeAt === undefined ? null : { kind: "timer", ...placeOf(event), until: wakeAt };
}

function escalated(wait: RowWait, event: Extract<Event, { type: "ApprovalEscalated" }>): RowWait {
  if (wait.kind !== "approval" || !sameSlot(wait, event)) return wait;
  const { until: _, ...rest } = wait;
  return {
    ...rest,
    ...people(event.assignees),
    ...(event.wakeAt === undefined ? {} : { until: event.wakeAt }),
  };
}

function people(assignees: readonly string[] | null): { readonly by?: readonly string[] } {
  return assignees === null ? {} : { by: assignees.slice(0, PEOPLE).map(clipped) };
}

function placeOf({ node, item }: Slot): { readonly node: string; readonly item: number | null } {
  return { node, item: item ?? null };
}

function clipped(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
