import type { Sql } from "../client.ts";

export type AgentJournals = {
  /** Of one tree after the other, each in order. */
  readonly pages: readonly { readonly treeId: string; readonly events: string }[];
  readonly cut: boolean;
};

/**
 * Journals of the newest trees of the last hours in which an agent was asked. Trees with more than `mostEvents` events
 * are left out, and so are those before which as many have come together.
 */
export async function agentJournals(
  sql: Sql,
  {
    hours,
    trees,
    mostEvents,
  }: { readonly hours: number; readonly trees: number; readonly mostEvents: number },
): Promise<AgentJournals> {
  const pages = await sql<{ treeId: string; events: string }[]>`
    with chosen as materialized (${chosen(sql, { hours, trees, mostEvents })}),
    asking as materialized (
      select id from chosen c where so_far <= ${mostEvents}
        and exists (select from journal j where j.tree_id = c.id and j.events like '%"banyan:agent/%')
    )
    select j.tree_id, j.events from journal j join asking a on a.id = j.tree_id order by j.tree_id, j.first_seq`;
  const [count] = await sql<{ seen: number; read: number }[]>`
    select count(*)::int as seen, count(*) filter (where so_far <= ${mostEvents})::int as read
    from (${chosen(sql, { hours, trees, mostEvents })}) as chosen`;
  return { pages, cut: count !== undefined && (count.read < count.seen || count.seen >= trees) };
}

const chosen = (
  sql: Sql,
  {
    hours,
    trees,
    mostEvents,
  }: { readonly hours: number; readonly trees: number; readonly mostEvents: number },
) => sql`
  select id, case when head <= ${mostEvents} then
    sum(case when head <= ${mostEvents} then head else 0 end) over (order by id desc) end as so_far
  from (
    select id, head from trees
    where started_at >= now() - ${hours}::int * interval '1 hour'
      and id >= (lpad(to_hex(((extract(epoch from now()) - (${hours}::int + 1) * 3600) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
    order by id desc limit ${trees}
  ) as newest`;
