import type { Sql } from "../client.ts";

/** Forgets a tree's snapshot: a settled tree is never folded again to go on. */
export async function deleteSnapshot(sql: Sql, treeId: string): Promise<void> {
  await sql`
    with gone as (delete from snapshot_runs where tree_id = ${treeId})
    delete from snapshots where tree_id = ${treeId}`;
}
