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
  // A row each: the driver reads a list of texts letter by letter.
  const found = await sql<{ seq: number; version: number; state: string | null }[]>`
    select s.seq, s.version, r.state from snapshots s
    left join snapshot_runs r on r.tree_id = s.tree_id and r.no = any(${[...runs]}::int[])
    where s.tree_id = ${treeId}`;
  const [first] = found;
  if (!first) return null;
  const { seq, version } = first;
  return { seq, version, runs: found.flatMap(({ state }) => (state === null ? [] : [state])) };
}
