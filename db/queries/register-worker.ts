import type { Sql } from "../client.ts";

export type WorkerRegistration = {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly leaseMs: number;
};

/**
 * Enters a worker with a lease from now by the database's clock, and forgets workers that no tree names any more.
 * Asking again, after an answer that was lost, is fine.
 */
export async function registerWorker(
  sql: Sql,
  { id, host, pid, leaseMs }: WorkerRegistration,
): Promise<Date> {
  const [row] = await sql<{ leaseUntil: Date }[]>`
    with forgotten as (
      delete from workers w where w.lease_until < now() - interval '1 day'
        and not exists (select 1 from trees t where t.worker_id = w.id)
    )
    insert into workers (id, host, pid, lease_until)
    values (${id}, ${host}, ${pid}, now() + ${leaseMs}::float8 * interval '1 millisecond')
    on conflict (id) do update set lease_until = excluded.lease_until
    returning lease_until`;
  if (!row) throw new Error("The worker was not registered.");
  return row.leaseUntil;
}
