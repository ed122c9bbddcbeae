import type { Sql } from "../client.ts";

/** The database's clock in milliseconds since the epoch: the one clock that leases and timers follow. */
export async function databaseNow(sql: Sql): Promise<number> {
  const [row] = await sql<
    { now: number }[]
  >`select extract(epoch from clock_timestamp())::float8 * 1000 as now`;
  if (!row) throw new Error("The database did not tell the time.");
  return Math.round(row.now);
}
