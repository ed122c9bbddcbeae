import type { Sql } from "../client.ts";

export type Collecting = {
  /** How long a value that no tree names is kept: an event that names it may be on its way. */
  readonly orphanMs: number;
  /** How long values of the contexts of an ended tree are kept. */
  readonly contextMs: number;
  /** Most trees and values at a time. */
  readonly limit: number;
};

export type Collected = { readonly released: number; readonly deleted: number };

/**
 * Deletes values that nothing can reach any more: those that no tree names, and of trees that ended long ago those
 * that stood in contexts only. Values that a journal shows as an input or output stay as long as their tree.
 */
export async function collectBlobs(sql: Sql, { orphanMs, contextMs, limit }: Collecting): Promise<Collected> {
  const released = await releaseContexts(sql, contextMs, limit);
  // A value that is put again meanwhile is touched: the row is then looked at anew and stays.
  const deleted = await sql`
    delete from blobs where hash in (
      select b.hash from blobs b
      where b.counted and b.touched_at < now() - ${orphanMs} * interval '1 millisecond'
        and not exists (select 1 from blob_refs r where r.hash = b.hash)
      order by b.touched_at limit ${limit}
    )
    and touched_at < now() - ${orphanMs} * interval '1 millisecond'
    and not exists (select 1 from blob_refs r where r.hash = blobs.hash)`;
  return { released, deleted: deleted.count };
}

/** What an ended tree also names outside its contexts is marked so, and not looked at again. */
async function releaseContexts(sql: Sql, contextMs: number, limit: number): Promise<number> {
  const [counts] = await sql<{ released: number }[]>`
    with ended as materialized (
      select t.id from trees t
      where t.ended_at < now() - ${contextMs} * interval '1 millisecond'
        and exists (select 1 from blob_refs r where r.tree_id = t.id and r.context)
      order by t.ended_at limit ${limit}
    ), named as materialized (
      select r.tree_id, r.hash from blob_refs r join ended e on e.id = r.tree_id
      where r.context and exists (
        select 1 from journal j
        where j.tree_id = r.tree_id and position('"$blob":"' || r.hash || '"' in j.events) > 0
      )
    ), kept as (
      update blob_refs r set context = false from named n where r.tree_id = n.tree_id and r.hash = n.hash
    ), released as (
      delete from blob_refs r using ended e
      where r.tree_id = e.id and r.context
        and not exists (select 1 from named n where n.tree_id = r.tree_id and n.hash = r.hash)
      returning 1
    )
    select count(*)::int as released from released`;
  return counts?.released ?? 0;
}
