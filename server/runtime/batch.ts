import { eventText, rowText } from "#db/event-text";
import type { AppendEntry, TreeCreation, TreeHeader } from "#db/queries/append-batch";
import type { AuditEntry } from "#db/queries/insert-audit";
import type { TreeId } from "#server/engine/ids";
import type { Refusal } from "#server/engine/run/commands";
import type { Effect } from "#server/engine/run/effects";
import type { Event } from "#server/engine/run/events";
import type { Blob } from "#server/engine/values/json";
import { newRunOf, type RunHeader, runChangeOf, type Unwritten } from "./headers.ts";
import type { Captured } from "./snapshots.ts";

/**
 * `committed`: its events are durable. `refused`: it did not apply, and all that it saw is durable.
 * `duplicate`: the idempotency key of the start is taken. `dropped`: the owner lost the tree before the outcome was known.
 */
export type CommandOutcome =
  | { readonly kind: "committed"; readonly seq: number }
  | { readonly kind: "refused"; readonly code: Refusal }
  | { readonly kind: "duplicate" }
  | { readonly kind: "dropped" };

type Waiter = { readonly settle: (outcome: CommandOutcome) => void; readonly outcome: CommandOutcome };

/** What became durable at once. */
export type Commit = {
  readonly from: number;
  readonly to: number;
  readonly events: readonly Event[];
  /** Headers of the runs that these events changed, as they are after them. */
  readonly runs: readonly RunHeader[];
  readonly tree: TreeHeader;
};

/** Events of one tree on their way to the journal, with everything that waits for them. */
export type Batch = {
  readonly firstSeq: number;
  readonly events: Event[];
  /** Text of each event, made once. */
  readonly texts: string[];
  bytes: number;
  readonly blobs: Blob[];
  readonly audits: AuditEntry[];
  /** To be carried out after the commit, in order. */
  readonly effects: Effect[];
  readonly waiters: Waiter[];
  snapshot: Captured | null;
  commit: Commit | null;
};

export function openBatch(firstSeq: number): Batch {
  return {
    firstSeq,
    events: [],
    texts: [],
    bytes: 0,
    blobs: [],
    audits: [],
    effects: [],
    waiters: [],
    snapshot: null,
    commit: null,
  };
}

export function addEvents(batch: Batch, events: readonly Event[], blobs: readonly Blob[]): number {
  const before = batch.bytes;
  for (const event of events) {
    const [first = event] = batch.events;
    const text = eventText(event, first.at, batch.events.at(-1));
    batch.events.push(event);
    batch.texts.push(text);
    batch.bytes += text.length;
  }
  batch.blobs.push(...blobs);
  return batch.bytes - before;
}

/** Ends the batch: nothing is added to it any more. */
export function closeBatch(batch: Batch, runs: readonly RunHeader[], tree: TreeHeader): Commit {
  const { firstSeq: from, events } = batch;
  const commit: Commit = { from, to: from + events.length - 1, events, runs, tree };
  batch.commit = commit;
  return commit;
}

export type EntryFacts = {
  readonly treeId: TreeId;
  readonly epoch: number;
  readonly creation: TreeCreation | null;
  /** The tree's row as this owner wrote it last; `null` = it has written none. */
  readonly written: TreeHeader | null;
  /** Headers to be written with the events; `null` = nothing but the events is. */
  readonly headers: readonly Unwritten[] | null;
};

export function entryOf(
  { treeId, epoch, creation, written, headers }: EntryFacts,
  batch: Batch,
  commit: Commit,
): AppendEntry {
  const { from, to, tree } = commit;
  const entry: { -readonly [Key in keyof AppendEntry]: AppendEntry[Key] } = {
    treeId,
    epoch,
    expectedHead: from - 1,
    firstSeq: from,
    lastSeq: to,
    events: rowText(batch.events[0]?.at ?? 0, batch.texts),
    header: tree,
    onlyEvents: headers === null,
    newRuns: headers?.filter(({ before }) => !before).map(({ now }) => newRunOf(now)) ?? NONE,
    changedRuns: headers?.filter(({ before }) => before).map(({ now }) => runChangeOf(now)) ?? NONE,
    blobs: batch.blobs,
    audits: batch.audits,
    recovery: !madeProgress(batch),
    sameStatus: tree.status === written?.status,
  };
  if (creation) entry.create = creation;
  return entry;
}

const NONE: readonly never[] = [];

/** Facts that a new owner does not write again by itself: only they show that the tree moves on. */
const PROGRESS: ReadonlySet<Event["type"]> = new Set<Event["type"]>([
  "RunSucceeded",
  "RunFailed",
  "RunCancelled",
  "PlanMade",
  "NodeCompleted",
  "NodeFailed",
  "NodeSkipped",
  "ItemCompleted",
  "ItemFailed",
  "AttemptFailed",
  "SignalBuffered",
  "ApprovalAnswered",
  "NodeRetried",
  "VariableSet",
  "ToppedUp",
  "CancelRequested",
  "TreePaused",
  "TreeResumed",
]);

/** Whether the batch holds more than a new owner's first steps. */
export function madeProgress({ events }: Batch): boolean {
  return events.some((event) => PROGRESS.has(event.type));
}
