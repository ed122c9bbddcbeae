import type { Snapshot } from "#db/queries/load-snapshot";
import type { SnapshotSave } from "#db/queries/save-snapshot";
import type { RunNo } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import type { RunState, TreeState } from "#server/engine/run/state";
import { newTree } from "#server/engine/run/tree";
import { createHeaders, type Headers, type RunHeader } from "./headers.ts";

/** Raise it whenever the shape of the state or of the headers changes: older snapshots are then refolded. */
export const SNAPSHOT_VERSION = 10;

const FEWEST_EVENTS = 1_000;
const MOST_EVENTS = 20_000;
/** Waiting for a share of the events so far keeps the whole cost of snapshots linear in the tree. */
const SHARE = 0.5;

type SavedState = Omit<TreeState, "runs">;
type SavedRun = { readonly run: RunState; readonly header?: RunHeader };
export type Captured = Omit<SnapshotSave, "treeId" | "epoch">;

/** Which runs changed since the tree's last snapshot, and whether it is time for the next. */
export type SnapshotLog = {
  /** Call right after `evolve` of the event. */
  readonly note: (state: TreeState, event: Event) => void;
  readonly isDue: (state: TreeState) => boolean;
  /** Whether the store may hold a snapshot of this tree. */
  readonly exists: () => boolean;
  /** Copies the state as it is now. Call it when all folded events are in the batch being written. */
  readonly capture: (state: TreeState, headers: Headers) => Captured;
  readonly saved: (captured: Captured) => void;
  /** The runs of a snapshot that was not stored belong to the next one. */
  readonly failed: (captured: Captured) => void;
};

/** `lastSeq`: the seq of the stored snapshot, 0 when there is none. */
export function createSnapshotLog(lastSeq: number): SnapshotLog {
  const dirty = new Set<RunNo>();
  let base = lastSeq;
  let busy = false;

  return {
    note: (state, event) => {
      if (!("run" in event)) return;
      dirty.add(event.run);
      const parent = isBoundary(event) ? state.runs[event.run]?.origin?.run : undefined;
      if (parent !== undefined) dirty.add(parent);
    },
    isDue: (state) => {
      const since = state.seq - base;
      return !busy && since >= Math.min(MOST_EVENTS, Math.max(FEWEST_EVENTS, state.seq * SHARE));
    },
    exists: () => busy || base > 0,
    capture: (state, headers) => {
      busy = true;
      const { runs, ...rest } = state;
      const changed = [...dirty].flatMap((no) => savedRun(runs[no], headers));
      dirty.clear();
      return {
        seq: state.seq,
        version: SNAPSHOT_VERSION,
        state: JSON.stringify(rest satisfies SavedState),
        runs: changed,
      };
    },
    saved: ({ seq }) => {
      base = seq;
      busy = false;
    },
    failed: ({ runs }) => {
      for (const { no } of runs) dirty.add(no);
      busy = false;
    },
  };
}

/** Events that change the parent's state too. */
function isBoundary({ type }: Event): boolean {
  return type === "RunStarted" || type === "RunSucceeded" || type === "RunFailed" || type === "RunCancelled";
}

function savedRun(run: RunState | undefined, headers: Headers): { no: RunNo; state: string }[] {
  if (!run) return [];
  const header = headers.get(run.no);
  const saved: SavedRun = header ? { run, header } : { run };
  return [{ no: run.no, state: JSON.stringify(saved) }];
}

/** A run of a stored snapshot that has the present version. */
export function savedRunIn(text: string): RunState {
  return (JSON.parse(text) as SavedRun).run;
}

export type Restored = { readonly state: TreeState; readonly headers: Headers };

/** State and headers of a stored snapshot; `null` when it is of another version or has a hole: refold then. */
export function restore(snapshot: Snapshot): Restored | null {
  if (snapshot.version !== SNAPSHOT_VERSION) return null;
  const saved = JSON.parse(snapshot.state) as SavedState;
  if (saved.v !== newTree().v) return null;
  const state: TreeState = { ...saved, runs: [] };
  const headers = createHeaders();
  for (const [index, row] of snapshot.runs.entries()) {
    if (row.no !== index) return null;
    const { run, header } = JSON.parse(row.state) as SavedRun;
    state.runs.push(run);
    if (header) headers.restore(header, run);
  }
  return { state, headers };
}
