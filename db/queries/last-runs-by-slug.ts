import type { Sql } from "../client.ts";

export type LastRun = { readonly id: string; readonly status: string };

/** The newest root run of a workflow that has ended, however it did. */
export async function lastEndedRun(
  sql: Sql,
  slug: string,
): Promise<{ readonly id: string; readonly head: number } | null> {
  const [row] = await sql<{ id: string; head: number }[]>`
    select id, head from trees where slug = ${slug} and ended_at is not null
    order by id desc limit 1`;
  return row ?? null;
}

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
