import type { Fragment, Sql } from "../client.ts";

export type TreeHead = {
  /** Last committed seq. */
  readonly head: number;
  /** Seq that the rows of the tree and its runs reflect. */
  readonly written: number;
  readonly epoch: number;
  readonly status: string;
};

/** How far a tree has come; `null` = no such tree. */
export async function readHead(sql: Sql, treeId: string): Promise<TreeHead | null> {
  const [row] = await sql<TreeHead[]>`
    select ${journalHead(sql)} as head, head as written, epoch, status from trees where id = ${treeId}`;
  return row ?? null;
}

/** Last committed seq of a row of `trees`: its own `head` may be behind the journal. */
export function journalHead(sql: Sql): Fragment {
  return sql`greatest(trees.head, (
    select j.last_seq from journal j where j.tree_id = trees.id order by j.first_seq desc limit 1))`;
}
