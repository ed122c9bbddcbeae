import type { Sql } from "../client.ts";

/** Which trees: those that were started in a span of time, of one workflow or of all. */
export type StatisticsScope = {
  /** Workflow of the root runs; `null` = all. */
  readonly slug: string | null;
  readonly from: Date;
};

/**
 * Trees that say something of how a workflow does: trials of a draft and forks, which take over results, do not. No id
 * in range is below the one that its time gives, an hour let for clocks that differ.
 */
const within = (sql: Sql, from: Date) => sql`
  started_at >= ${from} and revision is distinct from 0 and forked_from is null
  and id >= (lpad(to_hex(${from.getTime() - 3_600_000}::bigint), 12, '0') || repeat('0', 20))::uuid`;

/** Of all workflows, the demo data counts only where there is nothing else. */
const scoped = (sql: Sql, { slug, from }: StatisticsScope) =>
  slug === null
    ? sql`${within(sql, from)} and demo = (not exists (select from trees where ${within(sql, from)} and not demo))`
    : sql`${within(sql, from)} and slug = ${slug}`;

export type PeriodRow = {
  readonly bucket: Date;
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly tokens: number;
  readonly costUsd: number;
  /** Runs of the demo data. */
  readonly demo: boolean;
};

/**
 * Root runs by the bucket of their start, of the newest `limit` trees; buckets are aligned to midnight UTC, those without
 * runs are left out. Durations are of runs that succeeded.
 */
export function statisticsByPeriod(
  sql: Sql,
  scope: StatisticsScope & { readonly bucketMinutes: number; readonly limit: number },
): Promise<PeriodRow[]> {
  return sql<PeriodRow[]>`
    with picked as (select * from trees where ${scoped(sql, scope)} order by id desc limit ${scope.limit})
    select date_bin(${scope.bucketMinutes}::int * interval '1 minute', started_at, timestamptz '2000-01-01 00:00:00Z') as bucket,
      count(*)::int as runs,
      count(*) filter (where status = 'succeeded')::int as succeeded,
      count(*) filter (where status = 'failed')::int as failed,
      percentile_cont(0.5) within group (order by duration_ms) filter (where status = 'succeeded') as p50_ms,
      percentile_cont(0.95) within group (order by duration_ms) filter (where status = 'succeeded') as p95_ms,
      sum(tokens)::float8 as tokens, sum(cost_usd)::float8 as cost_usd, bool_or(demo) as demo
    from picked group by 1 order by 1`;
}

export type DepthRow = {
  readonly depth: number;
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly ownP50Ms: number | null;
  readonly ownP95Ms: number | null;
  readonly tokens: number;
  readonly costUsd: number;
};

export type TreeCount = {
  readonly trees: number;
  readonly counted: number;
  readonly runs: number;
  /** They are of the demo data. */
  readonly demo: boolean;
};

/** How many trees have ended, and how many of the newest are counted until so many runs have come together. */
export async function countStatisticsTrees(
  sql: Sql,
  scope: StatisticsScope & { readonly mostRuns: number; readonly limit: number },
): Promise<TreeCount> {
  const [row] = await sql<TreeCount[]>`
    select count(*)::int as trees, count(*) filter (where so_far <= ${scope.mostRuns})::int as counted,
      coalesce(sum(runs) filter (where so_far <= ${scope.mostRuns}), 0)::int as runs,
      coalesce(bool_or(demo), false) as demo
    from ${soFar(sql, scope)}`;
  return row ?? { trees: 0, counted: 0, runs: 0, demo: false };
}

/** Ended trees, the newest first, each with the runs of all up to it; trees that are too large alone count for nothing. */
const soFar = (
  sql: Sql,
  scope: StatisticsScope & { readonly mostRuns: number; readonly limit: number },
) => sql`(
  select id, runs, demo, case when runs > ${scope.mostRuns} then null
    else sum(case when runs > ${scope.mostRuns} then 0 else runs end) over (order by id desc) end as so_far
  from (
    select id, runs, demo from trees where ended_at is not null and ${scoped(sql, scope)} order by id desc limit ${scope.limit}
  ) as newest
) as picked`;

/**
 * Runs by their depth, of the trees that `countStatisticsTrees` counts. A run's own time is what is left of its duration
 * when the time in which any of its children was open is taken away, however many were at once.
 */
export function statisticsByDepth(
  sql: Sql,
  scope: StatisticsScope & { readonly mostRuns: number; readonly limit: number },
): Promise<DepthRow[]> {
  return sql<DepthRow[]>`
    with chosen as materialized (select id from ${soFar(sql, scope)} where so_far <= ${scope.mostRuns}),
    run as materialized (
      select r.tree_id, r.no, r.parent_no, r.depth, r.status, r.tokens, r.cost_usd, r.started_at, r.ended_at
      from chosen c join runs r on r.tree_id = c.id
    ),
    -- Each run beside the spans of its children in one pass: no join whose size would have to be guessed.
    gathered as (
      select tree_id, no, max(depth) as depth, max(status) as status, max(tokens) as tokens, max(cost_usd) as cost_usd,
        max(whole) as whole, range_agg(span) as below
      from (
        select tree_id, no, depth, status, tokens, cost_usd, ended_at - started_at as whole, null::int8range as span from run
        union all
        select tree_id, parent_no, null, null, null, null, null,
          int8range(round(started_at)::bigint, round(ended_at)::bigint)
        from run where parent_no is not null and ended_at is not null
      ) as spoken group by tree_id, no
    ),
    timed as (
      select *, greatest(0, whole - coalesce(
        (select sum(upper(span) - lower(span)) from unnest(below) as span), 0)) as own
      from gathered
    )
    select depth, count(*)::int as runs,
      count(*) filter (where status = 'succeeded')::int as succeeded,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status = 'cancelled')::int as cancelled,
      percentile_cont(0.5) within group (order by whole) filter (where status = 'succeeded') as p50_ms,
      percentile_cont(0.95) within group (order by whole) filter (where status = 'succeeded') as p95_ms,
      percentile_cont(0.5) within group (order by own) filter (where status = 'succeeded') as own_p50_ms,
      percentile_cont(0.95) within group (order by own) filter (where status = 'succeeded') as own_p95_ms,
      sum(tokens)::float8 as tokens, sum(cost_usd)::float8 as cost_usd
    from timed group by depth order by depth`;
}

export type RevisionMark = {
  readonly slug: string;
  readonly revision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly note: string | null;
};

/** Revisions that were published in the span, the newest `limit`, oldest first; of all workflows, those of the demo data or the others. */
export function revisionsSince(
  sql: Sql,
  { slug, from, limit, demo }: StatisticsScope & { readonly limit: number; readonly demo: boolean },
): Promise<RevisionMark[]> {
  return sql<RevisionMark[]>`
    select * from (
      select slug, revision, created_at, created_by, note from revisions
      where created_at >= ${from} and ${
        slug === null
          ? sql`exists (select from workflows w where w.slug = revisions.slug and w.demo = ${demo})`
          : sql`slug = ${slug}`
      }
      order by created_at desc, slug limit ${limit}
    ) as newest order by created_at, slug`;
}
