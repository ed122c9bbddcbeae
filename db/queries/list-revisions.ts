import type { Sql } from "../client.ts";
import type { RevisionRecord } from "../rows.ts";

export type RevisionListed = Omit<RevisionRecord, "graph">;

/** Revisions of a workflow without their graphs, the newest first. @param before Only older ones than this number. */
export function listRevisions(
  sql: Sql,
  slug: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<RevisionListed[]> {
  return sql<RevisionListed[]>`
    select slug, revision, hash, nodes, recursion, created_at, created_by, note
    from revisions where slug = ${slug} and (${before}::int is null or revision < ${before}::int)
    order by revision desc limit ${limit}`;
}
