import type { RunHeader as NewRun, RunChange, TreeHeader } from "#db/queries/append-batch";
import type { RunNo } from "#server/engine/ids";
import { patchOf, startedRow } from "#server/engine/live/project";
import { rowWith } from "#server/engine/live/row-notes";
import { addPlacesOf, foldPlaces, type OpenPlaces } from "#server/engine/live/row-places";
import type { RunRow } from "#server/engine/live/wire";
import type { Event } from "#server/engine/run/events";
import type { RunState, TreeState } from "#server/engine/run/state";
import { nextWakeAt } from "#server/engine/run/timers";
import { boundGraphOf, pathOf, runAt } from "#server/engine/run/tree";

/** A run's row in lists and in the live tree, with where its payloads stand in the journal. */
export type RunHeader = RunRow & {
  readonly path: string;
  readonly revision: number | null;
  /** Event that started it and holds its input. */
  readonly startedSeq: number;
  /** Event that ended it and holds its output or failure. */
  readonly endedSeq: number | null;
};

/**
 * Headers of the runs that are not settled, folded from events beside the state. Settled runs never change again,
 * so what is kept does not grow with the tree's past. Rows change by the same fold that the live stream uses.
 */
export type Headers = {
  /** Call right after `evolve` of event `seq`. */
  readonly note: (state: TreeState, seq: number, event: Event) => void;
  /** Headers that changed since the last call. */
  readonly takeChanged: () => RunHeader[];
  /** Headers of which the database holds something else. */
  readonly unwritten: () => readonly Unwritten[];
  /** It holds all of them now. */
  readonly wrote: () => void;
  readonly get: (no: RunNo) => RunHeader | undefined;
  /** A header of a snapshot, and its run there. */
  readonly restore: (header: RunHeader, run: RunState) => void;
};

/** `before`: as it was written last; `undefined` = never. */
export type Unwritten = { readonly before: RunHeader | undefined; readonly now: RunHeader };

export function createHeaders(): Headers {
  const live = new Map<RunNo, RunHeader>();
  const places: OpenPlaces = new Map();
  const changed = new Map<RunNo, RunHeader>();
  const unwritten = new Map<RunNo, Unwritten>();

  function note(state: TreeState, seq: number, event: Event): void {
    if (!("run" in event)) return;
    foldPlaces(places, event);
    const last = live.get(event.run);
    const next = event.type === "RunStarted" ? started(state, seq, event) : patched(last, places, seq, event);
    if (!next) return;
    changed.set(event.run, next);
    const known = unwritten.get(event.run);
    unwritten.set(event.run, { before: known ? known.before : last, now: next });
    // What its calls used that were still on their way may be told after its end.
    if (next.endedSeq === null || hasAny(state.orphans)) live.set(event.run, next);
    else live.delete(event.run);
  }

  return {
    note,
    takeChanged: () => {
      const headers = [...changed.values()];
      changed.clear();
      return headers;
    },
    unwritten: () => [...unwritten.values()],
    wrote: () => unwritten.clear(),
    get: (no) => live.get(no),
    restore: (header, run) => {
      if (header.endedSeq !== null) return;
      live.set(header.no, header);
      addPlacesOf(places, run);
    },
  };
}

function hasAny(entries: object): boolean {
  for (const _ in entries) return true;
  return false;
}

function started(state: TreeState, seq: number, event: Extract<Event, { type: "RunStarted" }>): RunHeader {
  const graph = boundGraphOf(state, runAt(state, event.run));
  return {
    ...startedRow(event, graph.slug),
    path: pathOf(state, event.run),
    revision: event.revision === undefined ? graph.revision : event.revision,
    startedSeq: seq,
    endedSeq: null,
  };
}

function patched(
  header: RunHeader | undefined,
  places: OpenPlaces,
  seq: number,
  event: Event,
): RunHeader | null {
  const patch = header && patchOf(header, places, event);
  if (!patch) return null;
  return rowWith<RunHeader>(header, patch.endedAt === undefined ? patch : { ...patch, endedSeq: seq });
}

/**
 * Whether a reader of the rows would hardly miss the change: the run still works, and only the name of the node at
 * which it does is another one. It is told by events anyway.
 */
export function movedOn({ before, now }: Unwritten): boolean {
  if (before === undefined || (before.activeNode === null) !== (now.activeNode === null)) return false;
  for (const key in now) {
    if (key === "activeNode") continue;
    if (now[key as keyof RunHeader] !== before[key as keyof RunHeader]) return false;
  }
  // The one field that a row may also lose.
  return now.notes === before.notes;
}

/** O(1): from the tree's counters and its root. */
export function treeHeaderOf(state: TreeState): TreeHeader {
  const root = runAt(state, 0);
  return {
    status: root.phase === "running" && state.paused ? "paused" : root.phase,
    runs: state.runs.length,
    failedRuns: state.counts.failed,
    deepest: state.counts.deepest,
    tokens: state.accounts[0]?.spent.tokens ?? 0,
    costUsd: state.accounts[0]?.spent.costUsd ?? 0,
    failure: root.failure ? failureText(root.failure) : null,
    endedAt: root.endedAt ?? null,
    nextWakeAt: nextWakeAt(state),
  };
}

/** What `failure` columns hold. */
export function failureText({ code, message }: { readonly code: string; readonly message: string }): string {
  return JSON.stringify({ code, message });
}

export function newRunOf(header: RunHeader): NewRun {
  const { parent, node, failure, label, notes, ...same } = header;
  return {
    ...same,
    parentNo: parent,
    nodeId: node,
    label: label && storable(label),
    failure: failure && failureText(failure),
    notes: notesText(notes),
  };
}

export function runChangeOf({
  no,
  status,
  activeNode,
  retries,
  parked,
  tokens,
  costUsd,
  failure,
  notes: told,
  endedSeq,
  endedAt,
}: RunHeader): RunChange {
  const text = failure && failureText(failure);
  const notes = notesText(told);
  return {
    no,
    status,
    activeNode,
    retries,
    parked,
    tokens,
    costUsd,
    failure: text,
    notes,
    endedSeq,
    endedAt,
  };
}

function notesText(notes: RunRow["notes"]): string | null {
  return notes ? JSON.stringify(notes) : null;
}

/** PostgreSQL text holds no NUL. */
export function storable(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD");
}
