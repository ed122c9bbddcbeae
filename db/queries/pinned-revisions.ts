import type { Sql } from "../client.ts";

export type RevisionNamed = { readonly slug: string; readonly revision: number };

/** Hashes of the graphs of these revisions. What is not there stays out. */
export async function pinnedRevisions(
  sql: Sql,
  pins: readonly RevisionNamed[],
): Promise<readonly (RevisionNamed & { readonly hash: string })[]> {
  if (pins.length === 0) return [];
  const slugs = pins.map(({ slug }) => slug);
  const revisions = pins.map(({ revision }) => revision);
  return sql<(RevisionNamed & { hash: string })[]>`
    select slug, revision, hash from revisions
    join unnest(${slugs}::text[], ${revisions}::int[]) as pins (slug, revision) using (slug, revision)`;
}
