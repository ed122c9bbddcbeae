import type { Sql } from "../client.ts";
import { unpackText } from "../packed.ts";

type Row = { hash: string; body: string | null; packed: Uint8Array | null };

/** Canonical JSON texts by hash; a hash that is not stored is absent. */
export async function getBlobs(sql: Sql, hashes: readonly string[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const rows = await sql<Row[]>`
    select hash, body, packed from blobs where hash = any(${[...hashes]}::text[])`;
  return new Map(await Promise.all(rows.map(async (row) => [row.hash, await textOf(row)] as const)));
}

async function textOf({ hash, body, packed }: Row): Promise<string> {
  if (packed) return await unpackText(packed);
  if (body === null) throw new Error(`the value ${hash} is stored as nothing`);
  return body;
}
