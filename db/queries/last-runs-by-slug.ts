import type { Sql } from "../client.ts";

export type LastRun = { readonly id: string; readonly status: string };

/** The newest root runs of each workflow, newest first; a workflow without runs is absent. */
export async function lastRunsBySlug(
  sql: Sql,
  slugs: readonly string[],
  perSlug = 20,
): Promise<Map<string, readonly LastRun[]>> {
  const rows = await sql<(LastRun & { slug: string })[]>`
    select s.slug, t.id, t.status
    from unnest(${[...slugs]}::text[]) as s (slug)
    cross join lateral (
      select id, status from trees where slug = s.slug order by id desc limit ${perSlug}
    ) as t
    order by t.id desc`;
  const bySlug = new Map<string, LastRun[]>();
  for (const { slug, ...run } of rows) bySlug.set(slug, [...(bySlug.get(slug) ?? []), run]);
  return bySlug;
}
