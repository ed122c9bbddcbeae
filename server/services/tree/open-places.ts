import { snapshotOfRuns } from "#db/queries/snapshot-of-runs";
import { addPlacesOf, foldPlaces, type OpenPlaces } from "#server/engine/live/row-places";
import type { TreeSnapshot } from "#server/engine/live/wire";
import { SNAPSHOT_VERSION, savedRunIn } from "#server/runtime/snapshots";
import type { Services } from "../context.ts";
import { journalPages } from "../run/journal.ts";

/** States read at once: others of this process wait while they are parsed. */
const AT_ONCE = 200;

/**
 * What is open in the runs of a tree whose rows stand at `seq`: from the last snapshot of its state and the journal after
 * it. A snapshot that is ahead of the rows, or a part of it that is ahead of another, is right once the events up to it
 * are folded.
 */
export async function openPlaces(
  services: Pick<Services, "db">,
  treeId: string,
  { seq, rows }: Pick<TreeSnapshot, "seq" | "rows">,
): Promise<OpenPlaces> {
  const open: OpenPlaces = new Map();
  const live = rows.filter(({ endedAt }) => endedAt === null).map(({ no }) => no);
  if (live.length === 0) return open;
  const after = await addSaved(services, treeId, live, open);
  for await (const page of journalPages(services, { treeId, after, to: seq }))
    for (const { event } of page) foldPlaces(open, event);
  return open;
}

/** Adds what is open in the last snapshot, and answers up to where that is known; 0 = there is none that fits. */
async function addSaved(
  { db }: Pick<Services, "db">,
  treeId: string,
  runs: readonly number[],
  open: OpenPlaces,
): Promise<number> {
  let seq = Number.POSITIVE_INFINITY;
  for (let from = 0; from < runs.length; from += AT_ONCE) {
    const saved = await snapshotOfRuns(db.sql, treeId, runs.slice(from, from + AT_ONCE));
    if (saved?.version !== SNAPSHOT_VERSION) {
      open.clear();
      return 0;
    }
    for (const run of saved.runs) addPlacesOf(open, savedRunIn(run));
    seq = Math.min(seq, saved.seq);
  }
  return seq;
}
