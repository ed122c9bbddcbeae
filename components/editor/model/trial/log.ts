import type { Edited } from "#server/engine/dry-run/dry-run";
import type { Event } from "#server/engine/run/events";
import type { LogLine } from "./messages";

/** One event in words: what happened, and why where it says so. */
export function logLine(seq: number, event: Event): LogLine {
  return {
    seq,
    at: event.at,
    run: "run" in event ? event.run : null,
    node: "node" in event ? event.node : event.type === "RunStarted" ? (event.origin?.node ?? null) : null,
    type: event.type,
    words: wordsOf(event),
  };
}

/** A person has edited a context there: no event, so its number lies between those of two. */
export function editLine({ seq, at, run, keys }: Edited): LogLine {
  return { seq: seq + 0.5, at, run, node: null, type: "ContextEdited", words: keys.join(", ") };
}

function wordsOf(event: Event): string {
  switch (event.type) {
    case "AttemptStarted":
      return `attempt ${event.attempt}`;
    case "AttemptFailed":
      return `${event.failure.code}: ${event.failure.message}${event.retryAt === null ? "" : ", tried again"}`;
    case "RungTaken":
      return `${event.do}, for ${event.failure.code}`;
    case "SlotFailing":
    case "SlotParked":
    case "NodeFailed":
    case "ItemFailed":
    case "RunFailed":
      return `${event.failure.code}: ${event.failure.message}`;
    case "NodeCompleted":
      return event.pinned ? "pinned" : (event.port ?? "");
    case "RunCancelled":
      return event.reason;
    case "CycleDetected":
      return `would repeat run ${event.ancestor}`;
    default:
      return "";
  }
}
