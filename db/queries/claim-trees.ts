import type { Sql } from "../client.ts";
import { claimedCrashes } from "./suspect-trees.ts";

export type ClaimedTree = {
  readonly id: string;
  readonly slug: string;
  readonly status: string;
  /** Already raised: it is the new owner's. */
  readonly epoch: number;
  /** Seq that its row and those of its runs reflect. */
  readonly head: number;
  /** Owners lost since the last progress, this claim's loss included as far as claims count. */
  readonly crashes: number;
  readonly failure: string | null;
};

/**
 * Takes over trees that are due: idle ones whose time has come, and those whose owner is lost by the database's clock.
 * Claims nothing unless our own lease holds. Two claimers never get the same tree. One statement.
 */
export function claimTrees(
  sql: Sql,
  { workerId, limit }: { readonly workerId: string; readonly limit: number },
): Promise<ClaimedTree[]> {
  // `live` is an array on purpose: unlike a join it is compared again with a row that changed under the claim.
  return sql<ClaimedTree[]>`
    with live as materialized (
      select array_agg(id) as ids from workers where lease_until > now()
    ), due as (
      select id, worker_id from trees
      where status in ('running', 'paused')
        and (select ${workerId}::uuid = any(ids) from live)
        and (
          (worker_id is null and next_wake_at <= now())
          or (worker_id is not null and worker_id <> all((select ids from live)::uuid[]))
        )
      limit ${limit}
      for update skip locked
    )
    update trees t set
      worker_id = ${workerId}::uuid, epoch = t.epoch + 1,
      crashes = ${claimedCrashes(sql, sql`due.worker_id is not null`)}
    from due where t.id = due.id
    returning t.id, t.slug, t.status, t.epoch, t.head, t.crashes, t.failure`;
}

/**
 * Takes one idle or ownerless tree over, due or not, because a command for it arrived. `null`: it has a live
 * owner, has ended, stands in quarantine or does not exist, or our own lease ran out.
 */
export async function claimTree(
  sql: Sql,
  { workerId, treeId }: { readonly workerId: string; readonly treeId: string },
): Promise<ClaimedTree | null> {
  const [row] = await sql<ClaimedTree[]>`
    with live as materialized (
      select array_agg(id) as ids from workers where lease_until > now()
    ), due as (
      select id, worker_id from trees
      where id = ${treeId} and status in ('running', 'paused')
        and (select ${workerId}::uuid = any(ids) from live)
        and (worker_id is null or worker_id <> all((select ids from live)::uuid[]))
      for update
    )
    update trees t set
      worker_id = ${workerId}::uuid, epoch = t.epoch + 1,
      crashes = ${claimedCrashes(sql, sql`due.worker_id is not null`)}
    from due where t.id = due.id
    returning t.id, t.slug, t.status, t.epoch, t.head, t.crashes, t.failure`;
  return row ?? null;
}
