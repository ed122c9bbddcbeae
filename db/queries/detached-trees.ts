import type { Sql } from "../client.ts";

export type DetachedTree = {
  readonly id: string;
  readonly slug: string;
  readonly label: string | null;
  readonly closePolicy: string;
};

/** Open trees whose parent has ended, and which do not go on without it; `known` are left out. */
export function listOrphans(
  sql: Sql,
  { known, limit }: { readonly known: readonly string[]; readonly limit: number },
): Promise<(DetachedTree & { readonly originTree: string; readonly originRun: number })[]> {
  return sql`
    select t.id, t.slug, t.label, t.close_policy, t.origin_tree, t.origin_run
    from trees t join runs r on r.tree_id = t.origin_tree and r.no = t.origin_run
    where t.origin_tree is not null and t.ended_at is null and t.close_policy in ('terminate', 'requestCancel')
      and r.ended_at is not null and t.id <> all(${known as string[]}::uuid[])
    order by t.id limit ${limit}`;
}

/** Open trees that were started detached at run `no` and below it. */
export function listDetachedBelow(
  sql: Sql,
  treeId: string,
  no: number,
  limit: number,
): Promise<DetachedTree[]> {
  return sql<DetachedTree[]>`
    with recursive below as (
      select no from runs where tree_id = ${treeId} and no = ${no}
      union all
      select r.no from runs r join below b on r.parent_no = b.no where r.tree_id = ${treeId}
    )
    select t.id, t.slug, t.label, t.close_policy from trees t
    where t.origin_tree = ${treeId} and t.ended_at is null and t.origin_run in (select no from below)
    order by t.id limit ${limit}`;
}
