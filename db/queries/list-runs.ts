import type { Sql } from "../client.ts";
import type { RunRecord } from "../rows.ts";

/** Runs of a tree in order of start, after run `after` (−1 = from the root). */
export function listRuns(
  sql: Sql,
  treeId: string,
  { after = -1, limit }: { readonly after?: number; readonly limit: number },
): Promise<RunRecord[]> {
  return sql<RunRecord[]>`
    select * from runs where tree_id = ${treeId} and no > ${after} order by no limit ${limit}`;
}

/** What cancelling run `no` would stop: runs at and below it that are not settled, of those the ones at work, and the ones in line. */
export async function countOpenBelow(
  sql: Sql,
  treeId: string,
  no: number,
): Promise<{ readonly runs: number; readonly attempts: number; readonly queued: number }> {
  const [row] = await sql<{ runs: number; attempts: number; queued: number }[]>`
    with recursive below as (
      select no, ended_at, active_node, status from runs where tree_id = ${treeId} and no = ${no}
      union all
      select r.no, r.ended_at, r.active_node, r.status from runs r join below b on r.parent_no = b.no
      where r.tree_id = ${treeId} and b.ended_at is null
    )
    select count(*)::int as runs,
      count(active_node) filter (where status <> 'queued')::int as attempts,
      count(*) filter (where status = 'queued')::int as queued
    from below where ended_at is null`;
  return row ?? { runs: 0, attempts: 0, queued: 0 };
}
