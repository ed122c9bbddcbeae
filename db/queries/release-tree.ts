import type { Sql } from "../client.ts";

/**
 * Gives an idle tree up; it comes back at its `next_wake_at` or for a command. `wakeNow` offers it to any worker at
 * once (a clean stop in the middle of work). `false`: it was no longer ours.
 */
export async function releaseTree(
  sql: Sql,
  {
    treeId,
    epoch,
    wakeNow = false,
  }: { readonly treeId: string; readonly epoch: number; readonly wakeNow?: boolean },
): Promise<boolean> {
  const rows = await sql`
    update trees set
      worker_id = null, next_wake_at = case when ${wakeNow ? 1 : 0}::int = 1 then now() else next_wake_at end
    where id = ${treeId} and epoch = ${epoch} and worker_id is not null
    returning id`;
  return rows.length > 0;
}
