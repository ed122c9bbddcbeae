import type { Sql } from "../client.ts";
import type { TreeRecord } from "../rows.ts";
import { openStatus } from "./shown-status.ts";

/** `openStatus` is what is shown of it where its own status is `running`. */
export type OpenTreeRow = TreeRecord & { readonly openStatus: string };

/** Trees that have not ended, newest first. */
export function openTreeRows(sql: Sql, limit: number): Promise<OpenTreeRow[]> {
  return sql<OpenTreeRow[]>`
    select t.*, ${openStatus(sql)} as open_status
    from (select * from trees where ended_at is null order by id desc limit ${limit}) as t order by t.id desc`;
}

export async function countOpenTrees(sql: Sql): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from trees where ended_at is null`;
  return row?.count ?? 0;
}
