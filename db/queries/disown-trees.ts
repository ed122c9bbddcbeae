import type { Sql } from "../client.ts";

/**
 * Gives up every tree that stands under a worker's name and that it does not know of: the answer to a claim was lost,
 * or it let go of the tree by mistake. Counts no crash; the next claim takes them.
 */
export async function disownTrees(
  sql: Sql,
  { workerId, known }: { readonly workerId: string; readonly known: readonly string[] },
): Promise<number> {
  const rows = await sql`
    update trees set worker_id = null, next_wake_at = now()
    where worker_id = ${workerId} and status in ('running', 'paused') and id <> all(${[...known]}::uuid[])
    returning id`;
  return rows.length;
}
