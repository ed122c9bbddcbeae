import type { Sql } from "../client.ts";

/** Extends a lease that still holds. `false`: it ran out or was taken away, so all our trees may have other owners. */
export async function heartbeatWorker(
  sql: Sql,
  { id, leaseMs }: { readonly id: string; readonly leaseMs: number },
): Promise<boolean> {
  const rows = await sql`
    update workers set lease_until = now() + ${leaseMs}::float8 * interval '1 millisecond'
    where id = ${id} and lease_until > now()
    returning id`;
  return rows.length > 0;
}
