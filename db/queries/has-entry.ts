import type { Sql } from "../client.ts";
import type { AppendEntry } from "./append-batch.ts";

/** Settles an append whose outcome is unknown: each epoch has one owner, so a row of it at that seq is the entry's. */
export async function hasEntry(
  sql: Sql,
  { treeId, firstSeq, epoch }: Pick<AppendEntry, "treeId" | "firstSeq" | "epoch">,
): Promise<boolean> {
  const rows = await sql`
    select 1 from journal where tree_id = ${treeId} and first_seq = ${firstSeq} and epoch = ${epoch}`;
  return rows.length > 0;
}
