import type { Sql } from "../client.ts";
import type { JournalPage } from "./read-journal.ts";

/** What is short enough to come with others in one answer. */
const SHORT = { rows: 200, bytes: 64 * 1024 } as const;

/** Whole journals, in order, of those of these trees whose journal is short and which have no snapshot. */
export async function readShortJournals(
  sql: Sql,
  treeIds: readonly string[],
): Promise<ReadonlyMap<string, readonly JournalPage[]>> {
  const rows = await sql<(JournalPage & { readonly treeId: string })[]>`
    with short as materialized (
      select tree_id from journal
      where tree_id = any(${treeIds as string[]}::uuid[])
        and not exists (select from snapshots s where s.tree_id = journal.tree_id)
      group by tree_id having count(*) <= ${SHORT.rows} and sum(octet_length(events)) <= ${SHORT.bytes}
    )
    select tree_id, first_seq, last_seq, epoch, events from journal join short using (tree_id)
    order by tree_id, first_seq`;
  const journals = new Map<string, JournalPage[]>();
  for (const { treeId, ...page } of rows) {
    const pages = journals.get(treeId);
    if (pages) pages.push(page);
    else journals.set(treeId, [page]);
  }
  return journals;
}
