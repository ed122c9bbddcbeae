import type { Sql } from "../client.ts";
import { type RootFilter, rootConditions } from "./root-filter.ts";
import { openStatus } from "./shown-status.ts";

/** How many root runs match, counted up to `cap` + 1. */
export async function countRoots(sql: Sql, filter: RootFilter, cap: number): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select from trees t where ${rootConditions(sql, filter)} limit ${cap + 1}
    ) as counted`;
  return row?.count ?? 0;
}

/** Matching root runs by the status that people see. */
export function countRootsByStatus(
  sql: Sql,
  filter: RootFilter,
): Promise<{ readonly status: string; readonly count: number }[]> {
  return sql<{ status: string; count: number }[]>`
    with counted as (
      select t.status, count(*) as count from trees t
      where t.status <> 'running' and ${rootConditions(sql, filter)} group by t.status
      union all
      select shown.status, count(*) as count from trees t, lateral (select ${openStatus(sql)} as status) as shown
      where t.status = 'running' and ${rootConditions(sql, filter)} group by shown.status
    )
    select status, sum(count)::int as count from counted group by status order by count desc, status`;
}

/** The workflows with the most matching root runs, with their names. */
export function countRootsByWorkflow(
  sql: Sql,
  filter: RootFilter,
  limit: number,
): Promise<{ readonly slug: string; readonly name: string; readonly count: number }[]> {
  return sql<{ slug: string; name: string; count: number }[]>`
    select c.slug, coalesce(w.name, c.slug) as name, c.count from (
      select t.slug, count(*)::int as count from trees t where ${rootConditions(sql, filter)} group by t.slug
      order by count desc, slug limit ${limit}
    ) as c left join workflows w on w.slug = c.slug order by c.count desc, c.slug`;
}

/** Who started the most matching root runs. */
export function countRootsByActor(
  sql: Sql,
  filter: RootFilter,
  limit: number,
): Promise<{ readonly id: string; readonly name: string; readonly count: number }[]> {
  return sql<{ id: string; name: string; count: number }[]>`
    select t.created_by_id as id, t.created_by as name, count(*)::int as count
    from trees t where ${rootConditions(sql, filter)}
    group by t.created_by_id, t.created_by order by count desc, name limit ${limit}`;
}
