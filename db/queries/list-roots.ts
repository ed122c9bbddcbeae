import type { Sql } from "../client.ts";
import type { RunRecord, TreeRecord } from "../rows.ts";

/** A tree with its root run. The root's own `failure` and instants stand in `root`. */
export type RootRecord = { readonly tree: TreeRecord; readonly root: RunRecord };

export type RootFilter = {
  readonly slug?: string;
  readonly statuses?: readonly string[];
  /** Tree id of the last row of the page before. */
  readonly before?: string;
  readonly limit: number;
};

/** Trees, newest first (ids are UUIDv7, so their order is the order of start). */
export async function listRoots(
  sql: Sql,
  { slug, statuses, before, limit }: RootFilter,
): Promise<RootRecord[]> {
  const trees = await sql<TreeRecord[]>`
    select * from trees where true
      ${slug === undefined ? sql`` : sql`and slug = ${slug}`}
      ${statuses === undefined ? sql`` : sql`and status = any(${[...statuses]}::text[])`}
      ${before === undefined ? sql`` : sql`and id < ${before}::uuid`}
    order by id desc limit ${limit}`;
  const roots = await sql<RunRecord[]>`
    select * from runs where no = 0 and tree_id = any(${trees.map((tree) => tree.id)}::uuid[])`;
  const byTree = new Map(roots.map((root) => [root.treeId, root]));
  return trees.flatMap((tree) => {
    const root = byTree.get(tree.id);
    return root ? [{ tree, root }] : [];
  });
}
