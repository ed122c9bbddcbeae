import type { Sql } from "../client.ts";
import type { TreeRecord } from "../rows.ts";
import { openStatus } from "./shown-status.ts";

export type OpenTreeRow = TreeRecord & {
  /** What is shown of it where its own status is `running`. */
  readonly openStatus: string;
  /** How many of its runs wait for a person. */
  readonly asks: number;
};

/** Trees that have not ended, newest first. */
export function openTreeRows(sql: Sql, limit: number): Promise<OpenTreeRow[]> {
  return sql<OpenTreeRow[]>`
    select t.*, ${openStatus(sql)} as open_status,
      (select count(*)::int from runs s where s.tree_id = t.id and s.asks) as asks
    from (select * from trees where ended_at is null order by id desc limit ${limit}) as t order by t.id desc`;
}

export async function countOpenTrees(sql: Sql): Promise<number> {
  const [row] = await sql<
    { count: number }[]
  >`select count(*)::int as count from trees where ended_at is null`;
  return row?.count ?? 0;
}
