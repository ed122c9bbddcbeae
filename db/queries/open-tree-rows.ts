import type { Sql } from "../client.ts";
import type { TreeRecord } from "../rows.ts";

export type OpenTreeRow = TreeRecord & { readonly rootStatus: string | null };

/** Trees that have not ended, newest first. */
export function openTreeRows(sql: Sql, limit: number): Promise<OpenTreeRow[]> {
  return sql<OpenTreeRow[]>`
    select t.*, r.status as root_status
    from (select * from trees where ended_at is null order by id desc limit ${limit}) as t
    left join runs r on r.tree_id = t.id and r.no = 0 order by t.id desc`;
}

export async function countOpenTrees(sql: Sql): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from trees where ended_at is null`;
  return row?.count ?? 0;
}
