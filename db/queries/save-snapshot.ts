import type { Sql } from "../client.ts";

export type SnapshotSave = {
  readonly treeId: string;
  readonly epoch: number;
  /** A committed seq. */
  readonly seq: number;
  readonly version: number;
  readonly state: string;
  /** Runs that changed since the snapshot before; every run when that one had another version or there is none. */
  readonly runs: readonly { readonly no: number; readonly state: string }[];
};

/** Writes state and runs together. `false` and nothing written: it is not newer, or another owner has the tree. */
export async function saveSnapshot(sql: Sql, snapshot: SnapshotSave): Promise<boolean> {
  const { treeId, epoch, seq, version, state, runs } = snapshot;
  const rows = await sql`
    with saved as (
      insert into snapshots (tree_id, seq, version, state)
      select id, ${seq}::bigint, ${version}::int, ${state}::text from trees
      where id = ${treeId} and epoch = ${epoch} and head >= ${seq}::bigint
      on conflict (tree_id) do update set seq = excluded.seq, version = excluded.version, state = excluded.state
      where snapshots.seq < excluded.seq or snapshots.version <> excluded.version
      returning tree_id
    ), saved_runs as (
      insert into snapshot_runs (tree_id, no, state)
      select saved.tree_id, r.no, r.state
      from saved, unnest(${runs.map((run) => run.no)}::int[], ${runs.map((run) => run.state)}::text[]) as r (no, state)
      on conflict (tree_id, no) do update set state = excluded.state
    )
    select tree_id from saved`;
  return rows.length > 0;
}
