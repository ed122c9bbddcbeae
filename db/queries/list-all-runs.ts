import type { Fragment, Sql } from "../client.ts";
import type { RunRecord, TreeRecord } from "../rows.ts";
import type { RootRecord } from "./list-roots.ts";
import { type RootFilter, rootConditions } from "./root-filter.ts";

/** Conditions on the run itself; the others are on its tree. */
type RunFilter = Pick<
  RootFilter,
  | "slugs"
  | "notSlugs"
  | "statuses"
  | "notStatuses"
  | "text"
  | "startedFrom"
  | "startedTo"
  | "endedFrom"
  | "endedTo"
> &
  Pick<RootFilter, "minDepth" | "minDurationMs" | "maxDurationMs" | "waits" | "errors">;

export type RunPlace = { readonly treeId: string; readonly no: number };
export type RunPageQuery = {
  readonly filter: RootFilter;
  readonly after?: RunPlace;
  readonly limit: number;
  /** Runs that one page looks at, at most. */
  readonly scan: number;
};
export type RunPage = {
  readonly data: readonly RootRecord[];
  /** Where to go on; `null` = everything was looked at. */
  readonly next: RunPlace | null;
};

/**
 * Runs of any depth: the newest tree first, and in it the newest run. It goes along the primary key and looks at `scan`
 * runs at most, so a page may be short, or empty, and still have a next one.
 */
export async function listAllRuns(sql: Sql, { filter, after, limit, scan }: RunPageQuery): Promise<RunPage> {
  const place = after ? sql`(r.tree_id, r.no) < (${after.treeId}::uuid, ${after.no}::int)` : sql`true`;
  // Runs that wait have an index of their own, and are few.
  const from =
    filter.waits === "person"
      ? sql`${place} and r.asks and r.tree_id in (select id from trees where ended_at is null)`
      : place;
  const [end] = await sql<RunPlace[]>`
    select r.tree_id, r.no from runs r where ${from} order by r.tree_id desc, r.no desc offset ${scan - 1} limit 1`;
  const to = end ? sql`(r.tree_id, r.no) >= (${end.treeId}::uuid, ${end.no}::int)` : sql`true`;
  const { actors, demo, minRuns, minFailed, ...own } = filter;
  const ofTree: RootFilter = {
    ...(actors ? { actors } : {}),
    ...(demo === undefined ? {} : { demo }),
    ...(minRuns === undefined ? {} : { minRuns }),
    ...(minFailed === undefined ? {} : { minFailed }),
  };
  const rows = await sql<RunRecord[]>`
    select r.* from runs r join trees t on t.id = r.tree_id
    where ${from} and ${to} and ${runConditions(sql, own)} and ${rootConditions(sql, ofTree)}
    order by r.tree_id desc, r.no desc limit ${limit}`;
  const data = await withTrees(sql, rows);
  const last = rows.at(-1);
  const next = rows.length === limit && last ? { treeId: last.treeId, no: last.no } : (end ?? null);
  return { data, next };
}

function runConditions(sql: Sql, filter: RunFilter): Fragment {
  const { slugs, notSlugs, statuses, notStatuses, text, minDepth, waits, errors } = filter;
  const conditions = [
    ...(slugs ? [sql`r.slug = any(${[...slugs]}::text[])`] : []),
    ...(notSlugs ? [sql`r.slug <> all(${[...notSlugs]}::text[])`] : []),
    ...(statuses ? [sql`${shown(sql)} = any(${[...statuses]}::text[])`] : []),
    ...(notStatuses ? [sql`${shown(sql)} <> all(${[...notStatuses]}::text[])`] : []),
    ...(text === undefined ? [] : [mentions(sql, text)]),
    ...(minDepth === undefined ? [] : [sql`r.depth >= ${minDepth}`]),
    ...(waits === "requeue" ? [sql`r.ended_at is null and t.status = 'needs_attention'`] : []),
    ...(errors ? [sql`${errorCode(sql)} = any(${[...errors]}::text[])`] : []),
    ...instants(sql, filter),
  ];
  return conditions.reduce<Fragment>((all, one) => sql`${all} and ${one}`, sql`true`);
}

/** Open runs of a tree that is held back show the tree's state. */
function shown(sql: Sql): Fragment {
  return sql`(case when r.ended_at is null and t.status in ('paused', 'needs_attention') then t.status else r.status end)`;
}

/** Open runs of a tree that is held back show why it is. */
function errorCode(sql: Sql): Fragment {
  return sql`(coalesce(r.failure, case when r.ended_at is null and t.status = 'needs_attention' then t.failure end)::json ->> 'code')`;
}

function mentions(sql: Sql, text: string): Fragment {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const id = `${text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(r.label ilike ${pattern} or r.slug ilike ${pattern} or r.path ilike ${pattern}
    or ${errorCode(sql)} ilike ${pattern}
    or r.tree_id::text || case when r.no = 0 then '' else '.' || r.no end like ${id}
    or r.tree_id::text like ${`%${id}`.slice(0, -1)})`;
}

function instants(sql: Sql, filter: RunFilter): Fragment[] {
  const { startedFrom, startedTo, endedFrom, endedTo, minDurationMs, maxDurationMs } = filter;
  return [
    ...(startedFrom === undefined ? [] : [sql`r.started_at >= ${startedFrom}::float8`]),
    ...(startedTo === undefined ? [] : [sql`r.started_at < ${startedTo}::float8`]),
    ...(endedFrom === undefined ? [] : [sql`r.ended_at >= ${endedFrom}::float8`]),
    ...(endedTo === undefined ? [] : [sql`r.ended_at < ${endedTo}::float8`]),
    ...(minDurationMs === undefined ? [] : [sql`r.ended_at - r.started_at >= ${minDurationMs}::float8`]),
    ...(maxDurationMs === undefined ? [] : [sql`r.ended_at - r.started_at <= ${maxDurationMs}::float8`]),
  ];
}

async function withTrees(sql: Sql, rows: readonly RunRecord[]): Promise<RootRecord[]> {
  const ids = [...new Set(rows.map(({ treeId }) => treeId))];
  const trees = await sql<TreeRecord[]>`select * from trees where id = any(${ids}::uuid[])`;
  const byId = new Map(trees.map((tree) => [tree.id, tree]));
  return rows.flatMap((root) => {
    const tree = byId.get(root.treeId);
    return tree ? [{ tree, root }] : [];
  });
}
