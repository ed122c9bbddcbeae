import type { Sql } from "../client.ts";

export type RecentTree = {
  readonly id: string;
  readonly head: number;
  readonly ended: boolean;
  readonly demo: boolean;
};

type Bounds = { readonly hours: number; readonly trees: number; readonly mostEvents: number };

/**
 * The newest trees of the last hours, the newest first, until so many events have come together; larger ones are left
 * out, and so is the demo data unless there is nothing else. `cut` = there are more.
 */
export async function recentTrees(
  sql: Sql,
  { hours, trees, mostEvents }: Bounds,
): Promise<{ readonly trees: readonly RecentTree[]; readonly cut: boolean }> {
  const since = sql`
    started_at >= now() - ${hours}::int * interval '1 hour'
    and id >= (lpad(to_hex(((extract(epoch from now()) - (${hours}::int + 1) * 3600) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid`;
  const rows = await sql<(RecentTree & { readonly read: boolean })[]>`
    select id, head, ended_at is not null as ended, demo, coalesce(so_far <= ${mostEvents}, false) as read from (
      select *, case when head <= ${mostEvents} then
        sum(case when head <= ${mostEvents} then head else 0 end) over (order by id desc) end as so_far
      from (
        select id, head, ended_at, demo from trees
        where ${since} and demo = (not exists (select from trees where ${since} and not demo))
        order by id desc limit ${trees}
      ) as newest
    ) as counted order by id desc`;
  const found = rows.filter(({ read }) => read).map(({ read: _, ...tree }) => tree);
  return { trees: found, cut: found.length < rows.length || rows.length >= trees };
}

type UnreadTree = { readonly id: string; readonly asks: boolean };

/**
 * Of these trees, given the newest first: those whose journals after these seqs are looked through, until so many bytes
 * have come together, and whether an agent is asked there. One alone may be larger.
 */
export async function treesThatAsk(
  sql: Sql,
  trees: readonly { readonly id: string; readonly after: number }[],
  { mostBytes }: { readonly mostBytes: number },
): Promise<UnreadTree[]> {
  if (trees.length === 0) return [];
  return await sql<UnreadTree[]>`
    with given as (
      select * from unnest(${trees.map(({ id }) => id)}::uuid[], ${trees.map(({ after }) => after)}::bigint[])
        with ordinality as t(id, after, place)
    ),
    sized as materialized (
      select *, sum(bytes) over (order by place) - bytes as before from (
        select given.*, (
          select coalesce(sum(octet_length(events)), 0) from journal j where j.tree_id = given.id and j.last_seq > after
        ) as bytes from given
      ) as measured
    )
    select id, exists (
      select from journal j where j.tree_id = sized.id and j.last_seq > after and j.events like '%"banyan:agent/%'
    ) as asks from sized where before < ${mostBytes} order by place`;
}
