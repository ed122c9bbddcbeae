import type { Sql } from "../client.ts";
import type { BreakerRecord } from "../rows.ts";

type Key = Pick<BreakerRecord, "kind" | "resource" | "tenant">;

/** Locks the row of a breaker, made on first use, until the transaction ends. `now` is the database's clock. */
export async function lockBreaker(
  tx: Sql,
  { kind, resource, tenant }: Key,
): Promise<BreakerRecord & { readonly now: number }> {
  await tx`
    insert into breakers (kind, resource, tenant, changed_at)
    values (${kind}, ${resource}, ${tenant}, extract(epoch from clock_timestamp())::float8 * 1000)
    on conflict do nothing`;
  const [row] = await tx<(BreakerRecord & { now: number })[]>`
    select b.*, round(extract(epoch from clock_timestamp())::numeric * 1000)::float8 as now
    from breakers b where kind = ${kind} and resource = ${resource} and tenant = ${tenant} for update`;
  if (!row) throw new Error(`the breaker ${kind}:${resource} went away while it was locked`);
  return row;
}

export async function saveBreaker(tx: Sql, row: BreakerRecord): Promise<void> {
  await tx`
    update breakers set state = ${row.state}, failures = ${row.failures}, trips = ${row.trips},
      opened_at = ${row.openedAt}, until = ${row.until}, probes = ${row.probes}, succeeded = ${row.succeeded},
      last_failure = ${row.lastFailure}, last_failed_at = ${row.lastFailedAt}, forced = ${row.forced},
      changed_at = ${row.changedAt}
    where kind = ${row.kind} and resource = ${row.resource} and tenant = ${row.tenant}`;
}

/** Those that say something else than a breaker that nobody knows. */
export function activeBreakers(sql: Sql): Promise<BreakerRecord[]> {
  return sql<BreakerRecord[]>`
    select * from breakers where state <> 'closed' or failures > 0 or forced is not null`;
}

export function listBreakers(sql: Sql): Promise<BreakerRecord[]> {
  return sql<BreakerRecord[]>`select * from breakers order by kind, resource, tenant limit 1000`;
}

export async function getBreaker(sql: Sql, { kind, resource, tenant }: Key): Promise<BreakerRecord | null> {
  const [row] = await sql<BreakerRecord[]>`
    select * from breakers where kind = ${kind} and resource = ${resource} and tenant = ${tenant}`;
  return row ?? null;
}
