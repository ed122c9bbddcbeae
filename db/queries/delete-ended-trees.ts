import { type Database, withTransaction } from "../client.ts";

/**
 * Deletes trees that ended more than some days ago with everything that is theirs alone; values that nothing names any
 * more are collected later. A tree stays while the one that started it, or one that it started, goes on.
 */
export function deleteEndedTrees(
  db: Pick<Database, "sql">,
  { days, limit }: { readonly days: number; readonly limit: number },
): Promise<number> {
  return withTransaction(db, async (tx) => {
    const rows = await tx<{ id: string }[]>`
      delete from trees where id in (
        select t.id from trees t
        where t.ended_at < now() - ${days} * interval '1 day'
          and not exists (select from trees above where above.id = t.origin_tree and above.ended_at is null)
          and not exists (select from trees below where below.origin_tree = t.id and below.ended_at is null)
        order by t.ended_at limit ${limit} for update skip locked
      ) returning id`;
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    await tx`delete from journal where tree_id = any(${ids}::uuid[])`;
    await tx`delete from journal_archive where tree_id = any(${ids}::uuid[])`;
    await tx`delete from runs where tree_id = any(${ids}::uuid[])`;
    await tx`delete from snapshots where tree_id = any(${ids}::uuid[])`;
    await tx`delete from snapshot_runs where tree_id = any(${ids}::uuid[])`;
    await tx`delete from task_logs where tree_id = any(${ids}::uuid[])`;
    await tx`delete from breaker_waits where tree_id = any(${ids}::uuid[])`;
    await tx`delete from blob_refs where tree_id = any(${ids}::uuid[])`;
    await tx`
      update workspace_events set kind = 'forgotten', status = null, detail = null where subject = any(${ids}::text[])`;
    return ids.length;
  });
}
