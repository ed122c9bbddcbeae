import type { Fragment, Sql } from "../client.ts";

/** Whether a place of any run of the tree is parked. Such runs ask for a person: they are few, and have an index. */
export function isStuck(sql: Sql, tree: Fragment): Fragment {
  return sql`exists (select from runs s where s.tree_id = ${tree} and s.asks and s.parked > 0)`;
}

/**
 * What a row of `trees t` of status `running` shows in lists: that it needs attention as soon as anything in it is parked,
 * at any depth and whatever goes on beside; else what its root run does.
 */
export function openStatus(sql: Sql): Fragment {
  return sql`(case when ${isStuck(sql, sql`t.id`)} then 'needs_attention' else
    coalesce((select r.status from runs r where r.tree_id = t.id and r.no = 0), t.status) end)`;
}
