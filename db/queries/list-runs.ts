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

/** How many runs at and below `no` are not settled: what cancelling `no` would stop. */
export async function countOpenRunsBelow(sql: Sql, treeId: string, no: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with recursive below as (
      select no, ended_at from runs where tree_id = ${treeId} and no = ${no}
      union all
      select r.no, r.ended_at from runs r join below b on r.parent_no = b.no
      where r.tree_id = ${treeId} and b.ended_at is null
    )
    select count(*)::int as count from below where ended_at is null`;
  return row?.count ?? 0;
}
