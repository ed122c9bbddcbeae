import type { EventRow } from "../server/rest.ts";

/** What the tasks saw, from the log that the server writes at each call (`BANYAN_CALL_LOG`). */
export type LoggedCall = {
  readonly phase: "start" | "end";
  readonly pure: boolean;
  readonly runId: string;
  readonly node: string;
  readonly item: number | null;
  readonly attempt: number;
  readonly delivery: number;
};

export type Evidence = {
  readonly events: readonly EventRow[];
  readonly calls: readonly LoggedCall[];
  readonly kills: number;
};

export type Findings = {
  /** One line for each broken promise; empty = all were kept. */
  readonly broken: readonly string[];
  readonly starts: number;
  readonly calls: number;
  /** Most effectful attempts that were open at once. */
  readonly inFlight: number;
  readonly redelivered: number;
};

const SETTLED = new Set(["RunSucceeded", "RunFailed", "RunCancelled"]);
const FINAL = new Set(["NodeCompleted", "NodeFailed", "NodeSkipped", "ItemCompleted", "ItemFailed"]);

/** Compares the journal of one tree with what its tasks saw. */
export function check({ events, calls, kills }: Evidence): Findings {
  const mine = calls.filter((call) => call.phase === "start" && !call.pure);
  const started = events.filter((event) => event.type === "AttemptStarted" && event["pure"] !== true);
  const inFlight = mostOpen(events);
  const lost = started.length - mine.length;
  const broken = [
    ...gaps(events),
    ...afterTheEnd(events),
    ...rerun(events),
    ...withoutStart(mine, started),
    ...twice(mine),
    ...(lost > kills * inFlight
      ? [`${lost} starts were never called: more than ${kills} kills × ${inFlight} in flight`]
      : []),
  ];
  const redelivered = started.filter((event) => Number(event["delivery"]) > 1).length;
  return { broken, starts: started.length, calls: mine.length, inFlight, redelivered };
}

const slotOf = (event: EventRow) => `${event.runId}/${event.nodeId}/${event.iteration ?? "-"}`;
const slotOfCall = (call: LoggedCall) => `${call.runId}/${call.node}/${call.item ?? "-"}`;
const tryOf = (event: EventRow) => `${slotOf(event)} attempt ${event.attempt} delivery ${event["delivery"]}`;
const tryOfCall = (call: LoggedCall) =>
  `${slotOfCall(call)} attempt ${call.attempt} delivery ${call.delivery}`;

function gaps(events: readonly EventRow[]): string[] {
  const at = events.findIndex((event, index) => event.seq !== index + 1);
  return at === -1 ? [] : [`the journal has seq ${events[at]?.seq} where ${at + 1} should be`];
}

function afterTheEnd(events: readonly EventRow[]): string[] {
  const settled = new Set<string>();
  return events.flatMap((event) => {
    if (event.runId === null) return [];
    const late = settled.has(event.runId)
      ? [`${event.type} (seq ${event.seq}) came after the end of run ${event.runId}`]
      : [];
    if (SETTLED.has(event.type)) settled.add(event.runId);
    return late;
  });
}

/** A committed result is final: no further attempt and no second result of the same slot. */
function rerun(events: readonly EventRow[]): string[] {
  const done = new Set<string>();
  return events.flatMap((event) => {
    const again = event.type === "AttemptStarted" || FINAL.has(event.type);
    const bad =
      again && done.has(slotOf(event))
        ? [`${event.type} (seq ${event.seq}) of ${slotOf(event)}, whose result was final`]
        : [];
    if (FINAL.has(event.type)) done.add(slotOf(event));
    return bad;
  });
}

/** Clocks are not compared: the journal's is the database's, the log's is the process's. Numbers are enough. */
function withoutStart(calls: readonly LoggedCall[], started: readonly EventRow[]): string[] {
  const committed = new Set(started.map(tryOf));
  return calls
    .filter((call) => !committed.has(tryOfCall(call)))
    .map((call) => `a task was called without a committed start: ${tryOfCall(call)}`);
}

/** A delivery is handed out once: a second call with its number would be one whose start was not committed. */
function twice(calls: readonly LoggedCall[]): string[] {
  const seen = new Set<string>();
  return calls.flatMap((call) => {
    const repeated = seen.has(tryOfCall(call));
    seen.add(tryOfCall(call));
    return repeated ? [`one delivery was called twice: ${tryOfCall(call)}`] : [];
  });
}

function mostOpen(events: readonly EventRow[]): number {
  const open = new Set<string>();
  let most = 0;
  for (const event of events) {
    const slot = slotOf(event);
    if (event.type === "AttemptStarted" && event["pure"] !== true) open.add(slot);
    else if (event.type === "AttemptFailed" || FINAL.has(event.type)) open.delete(slot);
    most = Math.max(most, open.size);
  }
  return most;
}
