import type { Sql } from "../client.ts";

export type PackedBlob = { readonly hash: string; readonly bytes: number; readonly packed: Uint8Array };

/** Keeps a value packed from now on. It may be stored as text already, or not at all yet. */
export async function packBlob(sql: Sql, { hash, bytes, packed }: PackedBlob): Promise<void> {
  await sql`
    insert into blobs (hash, bytes, packed, counted) values (${hash}, ${bytes}, ${packed}, true)
    on conflict (hash) do update set packed = excluded.packed, body = null, touched_at = now()
    where blobs.packed is null`;
}
