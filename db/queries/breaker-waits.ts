import type { Sql } from "../client.ts";
import type { BreakerWaitRecord } from "../rows.ts";

export type BreakerWait = Omit<BreakerWaitRecord, "treeId">;

/** What breakers hold of a tree, in place of what was known of it. */
export async function replaceBreakerWaits(
  tx: Sql,
  treeId: string,
  waits: readonly BreakerWait[],
): Promise<void> {
  await tx`delete from breaker_waits where tree_id = ${treeId}`;
  if (waits.length === 0) return;
  await tx`
    insert into breaker_waits (tree_id, run_no, node_id, item, breaker, since, until)
    select ${treeId}, * from unnest(
      ${waits.map((wait) => wait.runNo)}::int[], ${waits.map((wait) => wait.nodeId)}::text[],
      ${waits.map((wait) => wait.item)}::int[], ${waits.map((wait) => wait.breaker)}::text[],
      ${waits.map((wait) => wait.since)}::float8[], ${waits.map((wait) => wait.until)}::float8[])
    on conflict do nothing`;
}

export async function treesHeldBy(sql: Sql, breaker: string): Promise<readonly string[]> {
  const rows = await sql<{ treeId: string }[]>`
    select distinct tree_id from breaker_waits where breaker = ${breaker}`;
  return rows.map(({ treeId }) => treeId);
}

export type HeldPlace = BreakerWaitRecord & {
  readonly slug: string;
  readonly label: string | null;
};

/** Places of runs that have not ended, the longest held first. */
export function placesHeldBy(sql: Sql, breaker: string, limit: number): Promise<HeldPlace[]> {
  return sql<HeldPlace[]>`
    select w.*, r.slug, r.label from breaker_waits w
    join runs r on r.tree_id = w.tree_id and r.no = w.run_no
    where w.breaker = ${breaker} and r.ended_at is null
    order by w.since, w.tree_id, w.run_no limit ${limit}`;
}

/** How many places and trees each breaker holds. */
export function countHeld(
  sql: Sql,
): Promise<{ readonly breaker: string; readonly places: number; readonly trees: number }[]> {
  return sql<{ breaker: string; places: number; trees: number }[]>`
    select w.breaker, count(*)::int as places, count(distinct w.tree_id)::int as trees from breaker_waits w
    join runs r on r.tree_id = w.tree_id and r.no = w.run_no
    where r.ended_at is null group by w.breaker`;
}
