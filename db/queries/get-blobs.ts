import type { Sql } from "../client.ts";

/** Canonical JSON texts by hash; a hash that is not stored is absent. */
export async function getBlobs(sql: Sql, hashes: readonly string[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await sql<{ hash: string; body: string }[]>`
    select hash, body from blobs where hash = any(${[...hashes]}::text[])`;
  return new Map(rows.map((row) => [row.hash, row.body]));
}
