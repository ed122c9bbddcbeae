import type { Sql } from "../client.ts";

/** Takes a tree that keeps losing its owners out of work. Raises the epoch, so nobody can append until `requeueTree`. */
export async function quarantineTree(
  sql: Sql,
  { treeId, epoch, failure }: { readonly treeId: string; readonly epoch: number; readonly failure: string },
): Promise<boolean> {
  const rows = await sql`
    update trees set
      status = 'needs_attention', failure = ${failure}, worker_id = null, next_wake_at = null, epoch = epoch + 1
    where id = ${treeId} and epoch = ${epoch} and status in ('running', 'paused')
    returning id`;
  return rows.length > 0;
}

/** Puts a quarantined tree back to work, with a clean count of crashes. `false`: it is not in quarantine. */
export async function requeueTree(sql: Sql, treeId: string): Promise<boolean> {
  const rows = await sql`
    update trees set status = 'running', failure = null, crashes = 0, next_wake_at = now(), epoch = epoch + 1
    where id = ${treeId} and status = 'needs_attention'
    returning id`;
  return rows.length > 0;
}
