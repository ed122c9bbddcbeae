import type { Sql } from "../client.ts";
import type { TreeRecord } from "../rows.ts";
import { openStatus } from "./shown-status.ts";

export type HeldTrees = {
  readonly count: number;
  readonly since: Date | null;
  readonly trees: readonly Pick<TreeRecord, "id" | "slug" | "label" | "startedAt">[];
};

/** Trees of one status, the oldest first. For statuses that few trees have. */
export async function heldTrees(sql: Sql, status: string, limit: number): Promise<HeldTrees> {
  const trees = await sql<(HeldTrees["trees"][number] & { count: number })[]>`
    select id, slug, label, started_at, count(*) over ()::int as count
    from trees where status = ${status} order by id limit ${limit}`;
  return {
    count: trees[0]?.count ?? 0,
    since: trees[0]?.startedAt ?? null,
    trees: trees.map(({ count: _, ...tree }) => tree),
  };
}

export type AskingRun = {
  readonly treeId: string;
  readonly no: number;
  readonly slug: string;
  readonly label: string | null;
};
export type AskingRuns = {
  readonly count: number;
  readonly since: number | null;
  readonly runs: readonly AskingRun[];
};

/** Runs of any depth that wait for a person, those of the oldest tree first, and since when the oldest approval is asked for. */
export async function askingRuns(sql: Sql, limit: number): Promise<AskingRuns> {
  const runs = await sql<(AskingRun & { count: number; since: number | null })[]>`
    select r.tree_id, r.no, r.slug, r.label, count(*) over ()::int as count, min(asked.since) over () as since
    from runs r join trees t on t.id = r.tree_id
    left join lateral (
      select min((wait ->> 'since')::float8) as since from json_array_elements(r.notes::json -> 'waits') as wait
      where wait ->> 'kind' = 'approval'
    ) as asked on true
    where r.asks and t.ended_at is null order by r.tree_id, r.no limit ${limit}`;
  return {
    count: runs[0]?.count ?? 0,
    since: runs[0]?.since ?? null,
    runs: runs.map(({ count: _, since: __, ...run }) => run),
  };
}

export type FailingSlug = {
  readonly slug: string;
  readonly name: string;
  readonly failed: number;
  readonly ended: number;
  readonly lastFailedAt: Date;
};

/** Workflows with root runs that failed within the last hours, the most failures first. */
export function failingWorkflows(sql: Sql, hours: number): Promise<FailingSlug[]> {
  return sql<FailingSlug[]>`
    select t.slug, coalesce(w.name, t.slug) as name, t.failed, t.ended, t.last_failed_at from (
      select slug, count(*) filter (where status = 'failed')::int as failed, count(*)::int as ended,
        max(ended_at) filter (where status = 'failed') as last_failed_at
      from trees where ended_at >= now() - ${hours}::int * interval '1 hour' group by slug
    ) as t left join workflows w on w.slug = t.slug
    where t.failed > 0 order by t.failed desc, t.slug`;
}

export type LimitHits = { readonly code: string; readonly count: number; readonly last: Date };

/** Root runs that a limit ended within the last hours, by the code of their failure. */
export function limitHits(sql: Sql, hours: number, codes: readonly string[]): Promise<LimitHits[]> {
  return sql<LimitHits[]>`
    select code, count(*)::int as count, max(ended_at) as last from (
      select failure::json ->> 'code' as code, ended_at from trees
      where ended_at >= now() - ${hours}::int * interval '1 hour' and status = 'failed'
    ) as failed
    where code = any(${[...codes]}::text[]) group by code order by count desc, code`;
}

export type OpenTree = TreeRecord & {
  readonly name: string;
  /** What is shown of it where its own status is `running`. */
  readonly openStatus: string;
};

/** Trees that have not ended, the largest of the newest first, and how many there are. */
export async function openTrees(
  sql: Sql,
  limit: number,
): Promise<{ readonly total: number; readonly trees: readonly OpenTree[] }> {
  const [counted] = await sql<{ total: number }[]>`
    select count(*)::int as total from trees where ended_at is null`;
  const trees = await sql<OpenTree[]>`
    select t.*, coalesce(w.name, t.slug) as name, ${openStatus(sql)} as open_status
    from (select * from trees where ended_at is null order by id desc limit ${limit}) as t
    left join workflows w on w.slug = t.slug
    order by t.runs desc, t.id desc`;
  return { total: counted?.total ?? 0, trees };
}

export type BucketCount = { readonly bucket: Date; readonly status: string | null; readonly count: number };

/**
 * Root runs by the bucket of their start, counted in the database. The buckets are aligned to midnight UTC, the last one
 * holds the present; each has at least one row. `idFrom` narrows what is read: no id in range is below it.
 */
export function countByBucket(
  sql: Sql,
  { buckets, bucketMinutes }: { readonly buckets: number; readonly bucketMinutes: number },
): Promise<BucketCount[]> {
  return sql<BucketCount[]>`
    with width as (select ${bucketMinutes}::int * interval '1 minute' as size),
    last as (select date_bin(size, now(), timestamptz '2000-01-01 00:00:00Z') as start, size from width),
    bucket as (
      select generate_series(start - ${buckets - 1}::int * size, start, size) as start from last
    ),
    counted as (
      select date_bin(size, t.started_at, timestamptz '2000-01-01 00:00:00Z') as start, t.status, count(*) as count
      from trees t, last
      where t.started_at >= last.start - ${buckets - 1}::int * size
        and t.id >= (lpad(to_hex(((extract(epoch from last.start - ${buckets}::int * size) - 3600) * 1000)::bigint), 12, '0')
          || repeat('0', 20))::uuid
      group by 1, t.status
    )
    select b.start as bucket, c.status, coalesce(c.count, 0)::int as count
    from bucket b left join counted c on c.start = b.start order by b.start, c.status`;
}

export type PublishedRevision = {
  readonly slug: string;
  readonly name: string;
  readonly revision: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly demo: boolean;
};

/** Revisions, the newest first. */
export function recentRevisions(sql: Sql, limit: number): Promise<PublishedRevision[]> {
  return sql<PublishedRevision[]>`
    select r.slug, w.name, r.revision, r.created_at, r.created_by, w.demo
    from revisions r join workflows w on w.slug = r.slug
    order by r.created_at desc, r.slug limit ${limit}`;
}

/** Version of the server, such as `18.4`. */
export async function databaseVersion(sql: Sql): Promise<string> {
  const [row] = await sql<{ serverVersion: string }[]>`show server_version`;
  return row?.serverVersion.split(" ")[0] ?? "?";
}
