import type { Sql } from "../client.ts";

/**
 * Counts no crash of trees of the worker that it holds back, should it end before their turn: its end counts one of each
 * tree, so one is taken off. From here on each of them has `from` at least. One statement.
 */
export async function holdSuspects(
  sql: Sql,
  held: { readonly workerId: string; readonly treeIds: readonly string[]; readonly from: number },
): Promise<void> {
  await sql`
    update trees set crashes = greatest(crashes, ${held.from}::int) - 1
    where id = any(${held.treeIds}::uuid[]) and worker_id = ${held.workerId}::uuid`;
}

/** Its turn has come: from now on the end of its owner counts again. */
export async function trySuspect(
  sql: Sql,
  { treeId, epoch }: { readonly treeId: string; readonly epoch: number },
): Promise<void> {
  await sql`update trees set crashes = crashes + 1 where id = ${treeId} and epoch = ${epoch}`;
}
