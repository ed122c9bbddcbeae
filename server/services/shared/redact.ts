import type { Moment } from "#server/engine/live/moments";
import type { RowNotes, RowWait, RunRow, TreeSnapshot } from "#server/engine/live/wire";
import type { TreeHistory } from "../tree/history.ts";
import type { Share } from "../types-shares.ts";

type Shown = Pick<Share, "names" | "values">;

const NOT_SHARED = "The message is not shared.";

/** What a link shows of a tree. Who acted or may act, and other trees, are never in it. */
export function sharedSnapshot(snapshot: TreeSnapshot, shown: Shown): TreeSnapshot {
  const { attention, ...tree } = snapshot.tree;
  return {
    ...snapshot,
    tree: attention !== undefined && shown.values ? { ...tree, attention } : tree,
    rows: snapshot.rows.map((row) => sharedRow(row, shown)),
  };
}

function sharedRow(row: RunRow, { names, values }: Shown): RunRow {
  const { notes, failure, ...rest } = row;
  return {
    ...rest,
    label: names ? row.label : null,
    failure: failure && !values ? { code: failure.code, message: NOT_SHARED } : failure,
    ...(notes ? { notes: sharedNotes(notes, names) } : {}),
  };
}

function sharedNotes({ waits, cycle, ...rest }: RowNotes, names: boolean): RowNotes {
  return {
    ...rest,
    ...(waits ? { waits: waits.map((wait) => sharedWait(wait, names)) } : {}),
    // Of a run above the tree there is nothing to be told.
    ...(cycle && cycle.outer === undefined ? { cycle } : {}),
  };
}

/** Names of signals may be made of inputs. */
function sharedWait({ by: _, name, ...wait }: RowWait, names: boolean): RowWait {
  return name !== undefined && names ? { ...wait, name } : wait;
}

/** Moments say what happened, not who did it. */
export function sharedHistory(history: TreeHistory): TreeHistory {
  return { ...history, moments: history.moments.map(withoutActor) };
}

/** Everything from the first "by": a name may hold the word, too. */
function withoutActor(moment: Moment): Moment {
  return { ...moment, text: moment.text.split(" by ", 1)[0] ?? "" };
}
