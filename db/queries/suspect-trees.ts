import type { Sql } from "../client.ts";

/** How many crashes a suspect counts from here on: `from` at least, or just as many where all begin `afresh`. */
export type CrashCount = { readonly from: number; readonly afresh: boolean };

/**
 * Counts no crash of trees of the worker that it holds back, should it end before their turn: its end counts one of each
 * tree, so one is taken off. One statement.
 */
export async function holdSuspects(
  sql: Sql,
  held: CrashCount & { readonly workerId: string; readonly treeIds: readonly string[] },
): Promise<void> {
  await sql`
    update trees set
      crashes = case when ${held.afresh} then ${held.from}::int else greatest(crashes, ${held.from}::int) end - 1
    where id = any(${held.treeIds}::uuid[]) and worker_id = ${held.workerId}::uuid`;
}

/** Its turn has come: from now on the end of its owner counts again. */
export async function trySuspect(
  sql: Sql,
  { treeId, epoch }: { readonly treeId: string; readonly epoch: number },
): Promise<void> {
  await sql`update trees set crashes = crashes + 1 where id = ${treeId} and epoch = ${epoch}`;
}
