import type { EventType } from "#server/engine/run/events";
import type { Json } from "#server/engine/values/json";
import type { EventRow } from "#server/services/types";

/** Types that happen to one run; the compiler tells when one has another name. */
export const EVENT_TYPES = [
  "RunStarted",
  "RunEnding",
  "RunSucceeded",
  "RunFailed",
  "RunCancelled",
  "NodeStarted",
  "NodeCompleted",
  "NodeFailed",
  "NodeSkipped",
  "ItemCompleted",
  "ItemFailed",
  "AttemptQueued",
  "AttemptStarted",
  "AttemptFailed",
  "AttemptHeld",
  "AttemptReleased",
  "PlanMade",
  "SlotFailing",
  "SlotParked",
  "SlotResumed",
  "SlotDegraded",
  "RungTaken",
  "NodeRetried",
  "EscalationRaised",
  "EscalationHandled",
  "EscalationPassed",
  "EscalationRequested",
  "EscalationGranted",
  "EscalationRefused",
  "GrantReturned",
  "ToppedUp",
  "UsageSettled",
  "CycleDetected",
  "CycleSuspected",
  "ReferenceTaken",
  "SignalBuffered",
  "SignalTaken",
  "SignalReceived",
  "ApprovalAnswered",
  "ApprovalEscalated",
  "VariableSet",
  "EventEmitted",
  "CompensationStarted",
  "PerformanceDegraded",
  "SummariesBought",
] as const satisfies readonly EventType[];

/** `fetch[3], attempt 2`. */
export function placeIn({ nodeId, iteration, attempt }: EventRow): string {
  if (nodeId === null) return "";
  const place = iteration === null ? nodeId : `${nodeId}[${iteration}]`;
  return attempt === null ? place : `${place}, attempt ${attempt}`;
}

const SHOWN_BESIDE: ReadonlySet<string> = new Set([
  "seq",
  "type",
  "runId",
  "nodeId",
  "iteration",
  "attempt",
  "at",
]);

/** What the event says beyond its place and instant. */
export function factsOf(event: EventRow): Json {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !SHOWN_BESIDE.has(name)));
}

export function printEvents(events: readonly EventRow[]): string {
  return JSON.stringify(events, null, 2);
}
