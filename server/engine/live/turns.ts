import type { RunNo } from "../ids.ts";
import type { Event } from "../run/events.ts";

/**
 * What is open at a place: `work` = an attempt, `queue` = it waits for a place at its level or for budget, `wait` = for a
 * time, a signal, a person or another try.
 */
export type SpanKind = "work" | "queue" | "wait";
/** `slot`, `node`, `run` = nothing is open there any more. */
export type Turn = SpanKind | "slot" | "node" | "run";
export type OfRun = Extract<Event, { readonly run: RunNo }>;

/** What an event means for what is open at its place: what is open from here on, or what is over. */
export function turnOf(event: OfRun): Turn | null {
  switch (event.type) {
    case "AttemptQueued":
    case "AttemptReleased":
      return "queue";
    case "AttemptStarted":
      return "work";
    case "AttemptHeld":
    case "SlotParked":
      return "wait";
    case "AttemptFailed":
      return event.retryAt === null ? "slot" : "wait";
    case "RungTaken":
      return event.retryAt === undefined ? null : "wait";
    case "NodeStarted":
      return event.awaits || event.wakeAt !== undefined ? "wait" : null;
    case "SlotFailing":
    case "NodeRetried":
      return event.item === undefined ? "node" : "slot";
    case "PlanMade":
    case "SlotResumed":
    case "SlotDegraded":
    case "ItemCompleted":
    case "ItemFailed":
      return "slot";
    case "NodeCompleted":
    case "NodeFailed":
      return "node";
    case "RunEnding":
    case "RunSucceeded":
    case "RunFailed":
    case "RunCancelled":
      return "run";
    default:
      return null;
  }
}
