import type { Sql } from "../client.ts";

export type SnapshotOfRuns = {
  readonly seq: number;
  readonly version: number;
  /** As they were saved, of those asked for that it has. */
  readonly runs: readonly string[];
};

/** Some runs of the latest snapshot of a tree; `null` = it has none. */
export async function snapshotOfRuns(
  sql: Sql,
  treeId: string,
  runs: readonly number[],
): Promise<SnapshotOfRuns | null> {
  const [found] = await sql<SnapshotOfRuns[]>`
    select s.seq, s.version, array(
      select r.state from snapshot_runs r
      where r.tree_id = s.tree_id and r.no = any(${[...runs]}::int[])) as runs
    from snapshots s where s.tree_id = ${treeId}`;
  return found ?? null;
}
