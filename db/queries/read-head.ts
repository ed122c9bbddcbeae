import type { Sql } from "../client.ts";

export type TreeHead = {
  readonly head: number;
  readonly batchId: string | null;
  readonly epoch: number;
  readonly status: string;
};

/** Settles an append whose outcome is unknown: it was committed when `batchId` is that batch's. `null` = no such tree. */
export async function readHead(sql: Sql, treeId: string): Promise<TreeHead | null> {
  const [row] = await sql<TreeHead[]>`select head, batch_id, epoch, status from trees where id = ${treeId}`;
  return row ?? null;
}
