import type { Sql } from "../client.ts";

/** A clean stop: whatever the worker still owns is offered to others at once and counts no crash, nor any before it. One statement. */
export async function retireWorker(sql: Sql, workerId: string): Promise<number> {
  const rows = await sql`
    with gone as (delete from workers where id = ${workerId})
    update trees set worker_id = null, next_wake_at = now(), crashes = 0
    where worker_id = ${workerId} and status in ('running', 'paused')
    returning id`;
  return rows.length;
}

/** Declares every other worker lost. Only for a process that knows it is alone on its database (embedded mode). */
export async function retireOthers(sql: Sql, workerId: string): Promise<number> {
  const rows = await sql`delete from workers where id <> ${workerId} returning id`;
  return rows.length;
}
