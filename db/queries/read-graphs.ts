import type { Sql } from "../client.ts";

/** Graphs of published revisions by hash, as JSON text. */
export async function readGraphs(sql: Sql, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await sql<{ hash: string; graph: string }[]>`
    select distinct on (hash) hash, graph from revisions where hash in ${sql(hashes)}`;
  return new Map(rows.map(({ hash, graph }) => [hash, graph]));
}
