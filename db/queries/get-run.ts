import type { Sql } from "../client.ts";
import type { RunRecord } from "../rows.ts";

export async function getRun(sql: Sql, treeId: string, no: number): Promise<RunRecord | null> {
  const [row] = await sql<RunRecord[]>`select * from runs where tree_id = ${treeId} and no = ${no}`;
  return row ?? null;
}
