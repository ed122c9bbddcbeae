import { snapshotOfRuns } from "#db/queries/snapshot-of-runs";
import { addPlacesOf, foldPlaces, type OpenPlaces } from "#server/engine/live/row-places";
import type { TreeSnapshot } from "#server/engine/live/wire";
import { SNAPSHOT_VERSION, savedRunIn } from "#server/runtime/snapshots";
import type { Services } from "../context.ts";
import { journalPages } from "../run/journal.ts";

/**
 * What is open in the runs of a tree whose rows stand at `seq`: from the last snapshot of its state and the journal after
 * it. A snapshot that is ahead of the rows is right once the events up to it are folded.
 */
export async function openPlaces(
  services: Pick<Services, "db">,
  treeId: string,
  { seq, rows }: Pick<TreeSnapshot, "seq" | "rows">,
): Promise<OpenPlaces> {
  const open: OpenPlaces = new Map();
  const live = rows.filter(({ endedAt }) => endedAt === null).map(({ no }) => no);
  if (live.length === 0) return open;
  const saved = await snapshotOfRuns(services.db.sql, treeId, live);
  const fits = saved?.version === SNAPSHOT_VERSION ? saved : null;
  for (const run of fits?.runs ?? []) addPlacesOf(open, savedRunIn(run));
  for await (const page of journalPages(services, { treeId, after: fits?.seq ?? 0, to: seq }))
    for (const { event } of page) foldPlaces(open, event);
  return open;
}
