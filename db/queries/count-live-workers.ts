import type { Sql } from "../client.ts";

/** Workers whose lease holds, by the database's clock. */
export async function countLiveWorkers(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from workers where lease_until > now()`;
  return row?.count ?? 0;
}
