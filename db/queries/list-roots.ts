import type { Fragment, Sql } from "../client.ts";
import type { RunRecord, TreeRecord } from "../rows.ts";
import { type RootFilter, rootConditions } from "./root-filter.ts";
import { isStuck } from "./shown-status.ts";

/** A tree with its root run, as lists show it. The root's own `failure` and instants stand in `root`. */
export type RootRecord = { readonly tree: TreeRecord; readonly root: RunRecord };

/** What the order is by, apart from the start. */
export type SettledKey = "runs" | "failed" | "depth" | "duration";

/** Where the page before ended. */
export type RootPlace =
  | { readonly by: "started"; readonly id: string }
  /** Among the trees that were open at `asOf`. */
  | { readonly by: SettledKey; readonly asOf: Date; readonly open: true; readonly id: string }
  | {
      readonly by: SettledKey;
      readonly asOf: Date;
      readonly open: false;
      readonly value: number;
      readonly id: string;
    };

export type RootQuery = {
  readonly filter: RootFilter;
  readonly by: "started" | SettledKey;
  readonly ascending: boolean;
  readonly after?: RootPlace;
  /** Trees that ended later count as open in an order by size: their numbers still changed. */
  readonly asOf: Date;
  readonly limit: number;
};

/**
 * Root runs in an order that new runs, and runs that end, do not disturb. By start: ids are UUIDv7, so their order is
 * that of start. By size or duration: only what has ended has a place by its value; what was open at `asOf` counts as
 * larger than everything, newest first, as nulls do in PostgreSQL.
 */
export async function listRoots(sql: Sql, query: RootQuery): Promise<RootRecord[]> {
  const trees = query.by === "started" ? await byStart(sql, query) : await bySettled(sql, query, query.by);
  return await withRoots(sql, trees);
}

function byStart(sql: Sql, { filter, ascending, after, limit }: RootQuery): Promise<TreeRecord[]> {
  const where = rootConditions(sql, filter);
  const place = after ? beyond(sql, ascending, after.id) : sql`true`;
  return sql<TreeRecord[]>`
    select t.* from trees t where ${where} and ${place} order by t.id ${direction(sql, ascending)} limit ${limit}`;
}

/** Two ranges, each read in the order of an index: what goes on, and what has ended. */
async function bySettled(sql: Sql, query: RootQuery, by: SettledKey): Promise<TreeRecord[]> {
  const { ascending, after, limit } = query;
  const settled = after?.by !== "started" && after?.open === false;
  const read = [openOnes, (q: Sql, all: RootQuery) => settledOnes(q, all, by)];
  const parts = ascending ? read.toReversed() : read;
  // A place in the second part means that the first one was read to its end.
  const skipsFirst = after !== undefined && (ascending ? !settled : settled);
  const trees = skipsFirst ? [] : ((await parts[0]?.(sql, query)) ?? []);
  if (trees.length >= limit) return trees;
  const { after: place, ...fromItsStart } = query;
  const rest = {
    ...fromItsStart,
    limit: limit - trees.length,
    ...(skipsFirst && place ? { after: place } : {}),
  };
  return [...trees, ...((await parts[1]?.(sql, rest)) ?? [])];
}

function openOnes(sql: Sql, { filter, ascending, after, asOf, limit }: RootQuery): Promise<TreeRecord[]> {
  const place = after ? beyond(sql, ascending, after.id) : sql`true`;
  return sql<TreeRecord[]>`
    select t.* from trees t
    where (t.ended_at is null or t.ended_at > ${asOf}) and ${rootConditions(sql, filter)} and ${place}
    order by t.id ${direction(sql, ascending)} limit ${limit}`;
}

function settledOnes(
  sql: Sql,
  { filter, ascending, after, asOf, limit }: RootQuery,
  by: SettledKey,
): Promise<TreeRecord[]> {
  const key = SETTLED[by](sql);
  const value = after && "value" in after ? after.value : null;
  const place =
    after && value !== null
      ? ascending
        ? sql`(${key}, t.id) > (${value}, ${after.id}::uuid)`
        : sql`(${key}, t.id) < (${value}, ${after.id}::uuid)`
      : sql`true`;
  return sql<TreeRecord[]>`
    select t.* from trees t
    where t.ended_at is not null and t.ended_at <= ${asOf} and ${rootConditions(sql, filter)} and ${place}
    order by ${key} ${direction(sql, ascending)}, t.id ${direction(sql, ascending)} limit ${limit}`;
}

const SETTLED: Readonly<Record<SettledKey, (sql: Sql) => Fragment>> = {
  runs: (sql) => sql`t.settled_runs`,
  failed: (sql) => sql`t.settled_failed`,
  depth: (sql) => sql`t.settled_depth`,
  duration: (sql) => sql`t.duration_ms`,
};

/** The value by which a tree that has ended is placed. */
export function settledValue(tree: TreeRecord, by: SettledKey): number {
  const { settledRuns, settledFailed, settledDepth, durationMs } = tree;
  return { runs: settledRuns, failed: settledFailed, depth: settledDepth, duration: durationMs }[by] ?? 0;
}

function direction(sql: Sql, ascending: boolean): Fragment {
  return ascending ? sql`asc` : sql`desc`;
}

function beyond(sql: Sql, ascending: boolean, id: string): Fragment {
  return ascending ? sql`t.id > ${id}::uuid` : sql`t.id < ${id}::uuid`;
}

async function withRoots(sql: Sql, trees: readonly TreeRecord[]): Promise<RootRecord[]> {
  const roots = await sql<(RunRecord & { readonly stuck: boolean })[]>`
    select r.*, ${isStuck(sql, sql`r.tree_id`)} as stuck
    from runs r where r.no = 0 and r.tree_id = any(${trees.map((tree) => tree.id)}::uuid[])`;
  const byTree = new Map(roots.map(({ stuck, ...root }) => [root.treeId, shownRoot(root, stuck)]));
  return trees.flatMap((tree) => {
    const root = byTree.get(tree.id);
    return root ? [{ tree, root }] : [];
  });
}

/** The same as `openStatus` says of its tree. */
function shownRoot(root: RunRecord, stuck: boolean): RunRecord {
  return stuck ? { ...root, status: "needs_attention" } : root;
}
