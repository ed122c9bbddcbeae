import type { Blob } from "#server/engine/values/json";
import type { Sql } from "../client.ts";

/** Stores values by hash; one that is there already stays. */
export async function putBlobs(sql: Sql, blobs: readonly Blob[]): Promise<void> {
  const sorted = blobs.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  await sql`
    insert into blobs (hash, bytes, body)
    select * from unnest(
      ${sorted.map((blob) => blob.hash)}::text[], ${sorted.map((blob) => blob.bytes)}::int[],
      ${sorted.map((blob) => blob.text)}::text[]
    )
    on conflict do nothing`;
}
