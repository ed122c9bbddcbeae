import { eventsIn } from "#db/event-text";
import { fingerprint } from "#server/engine/hash";
import { runIdOf } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import { evolve, newTree } from "#server/engine/run/index";
import type { TreeState } from "#server/engine/run/state";
import type { Json } from "#server/engine/values/json";
import type { OracleCall } from "./scripted-executor.ts";

export type JournalRow = {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly epoch: number;
  readonly events: string;
};

export type JournalCheck = {
  readonly treeId: string;
  readonly rows: readonly JournalRow[];
  /** Effectful calls that the outside saw, of this tree. */
  readonly calls: readonly OracleCall[];
  /** Committed starts that may lack a call: kills × calls in flight at a kill, and calls cancelled before they went out. */
  readonly startsWithoutCall: number;
  /** The owner's state, with everything committed, to compare with the fold. */
  readonly live?: TreeState;
};

type Numbered = { readonly seq: number; readonly event: Event };
type Started = Extract<Event, { type: "AttemptStarted" }>;

/** Checks a tree's journal against what the outside saw. Every line is a broken promise; none = all held. */
export function checkJournal(check: JournalCheck): readonly string[] {
  const events = numbered(check.rows);
  return [
    ...gaps(check.rows),
    ...epochs(check.rows),
    ...unstarted(check, events),
    ...reruns(check, events),
    ...surplus(check, events),
    ...foldDiffers(check, events),
  ];
}

function numbered(rows: readonly JournalRow[]): Numbered[] {
  return rows.flatMap((row) =>
    eventsIn(row.events).map((event, index) => ({ seq: row.firstSeq + index, event })),
  );
}

function gaps(rows: readonly JournalRow[]): string[] {
  const problems: string[] = [];
  let head = 0;
  for (const row of rows) {
    const count = eventsIn(row.events).length;
    if (row.firstSeq !== head + 1) problems.push(`row ${row.firstSeq} follows seq ${head}`);
    if (row.lastSeq !== row.firstSeq + count - 1)
      problems.push(`row ${row.firstSeq} says ${row.lastSeq} and holds ${count} events`);
    head = row.lastSeq;
  }
  return problems;
}

function epochs(rows: readonly JournalRow[]): string[] {
  return rows.flatMap((row, index) => {
    const before = rows[index - 1]?.epoch ?? 0;
    return row.epoch < before
      ? [`row ${row.firstSeq} of epoch ${row.epoch} stands after epoch ${before}`]
      : [];
  });
}

function placeOf(treeId: string, event: { run: number; node: string }): string {
  return `${runIdOf(treeId, event.run)}/${event.node}`;
}

function startsOf({ treeId }: JournalCheck, events: readonly Numbered[]): Map<string, number[]> {
  const starts = new Map<string, number[]>();
  for (const { seq, event } of events) {
    if (event.type !== "AttemptStarted" || event.pure) continue;
    const key = `${placeOf(treeId, event)}#${event.attempt}.${event.delivery}`;
    starts.set(key, [...(starts.get(key) ?? []), seq]);
  }
  return starts;
}

/** Every call has a committed start of that delivery, and it was committed before the call went out. */
function unstarted(check: JournalCheck, events: readonly Numbered[]): string[] {
  const starts = startsOf(check, events);
  return check.calls.flatMap((call) => {
    const key = `${call.runId}/${call.nodeId}#${call.attempt}.${call.delivery}`;
    const [seq] = starts.get(key) ?? [];
    if (seq === undefined)
      return [`call ${call.key} (attempt ${call.attempt}, delivery ${call.delivery}) has no committed start`];
    const head = call.headAtStart ?? seq;
    return head < seq ? [`call ${call.key} went out at head ${head}, before its start at ${seq}`] : [];
  });
}

/** No call after the committed completion of its node or item: that result is final. */
function reruns(check: JournalCheck, events: readonly Numbered[]): string[] {
  const done = new Map<string, number>();
  for (const { seq, event } of events) {
    if (event.type === "NodeCompleted" || event.type === "NodeFailed")
      done.set(placeOf(check.treeId, event), seq);
  }
  return check.calls.flatMap((call) => {
    const at = done.get(`${call.runId}/${call.nodeId}`);
    return at !== undefined && call.headAtStart !== undefined && call.headAtStart >= at
      ? [`call ${call.key} went out at head ${call.headAtStart}, after its node was final at ${at}`]
      : [];
  });
}

function surplus({ calls, startsWithoutCall }: JournalCheck, events: readonly Numbered[]): string[] {
  const starts = events.filter(
    ({ event }) => event.type === "AttemptStarted" && !(event as Started).pure,
  ).length;
  const without = starts - calls.length;
  if (without < 0) return [`${calls.length} calls for ${starts} committed starts`];
  return without > startsWithoutCall
    ? [`${without} committed starts without a call; ${startsWithoutCall} allowed`]
    : [];
}

function foldDiffers({ live }: JournalCheck, events: readonly Numbered[]): string[] {
  const folded = newTree();
  try {
    for (const { event } of events) evolve(folded, event);
  } catch (error) {
    return [`folding stops at seq ${folded.seq + 1}: ${String(error)}`];
  }
  return live && stateHash(folded) !== stateHash(live)
    ? ["the fold of the journal differs from the live state"]
    : [];
}

/** Canonical hash of a tree's state. */
export function stateHash(state: TreeState): string {
  return fingerprint(JSON.parse(JSON.stringify(state)) as Json);
}
