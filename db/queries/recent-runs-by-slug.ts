import type { Sql } from "../client.ts";

export type RecentRuns = {
  readonly runs: number;
  readonly ended: number;
  readonly succeeded: number;
  /** Of the durations of those that succeeded, in milliseconds. */
  readonly p95: number | null;
};

/** Figures of each workflow's root runs of the last days; a workflow without any is absent. */
export async function recentRunsBySlug(
  sql: Sql,
  slugs: readonly string[],
  days: number,
): Promise<Map<string, RecentRuns>> {
  const rows = await sql<(RecentRuns & { slug: string })[]>`
    select slug, count(*)::int as runs, count(ended_at)::int as ended,
      count(*) filter (where status = 'succeeded')::int as succeeded,
      percentile_cont(0.95) within group (order by duration_ms) filter (where status = 'succeeded') as p95
    from trees
    where slug = any(${[...slugs]}::text[]) and started_at >= now() - ${days}::int * interval '1 day'
    group by slug`;
  return new Map(rows.map(({ slug, ...runs }) => [slug, runs]));
}
