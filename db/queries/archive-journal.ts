import { type Database, type Sql, type Transaction, withTransaction } from "../client.ts";
import { type ArchivedRow, packRows } from "../packed-rows.ts";

/** Where a search for trees that ended went on to: the next one begins behind it. */
export type EndedPlace = { readonly endedAt: string; readonly id: string };
export const FIRST_ENDED: EndedPlace = {
  endedAt: "-infinity",
  id: "00000000-0000-0000-0000-000000000000",
};

/** Trees that ended more than some days ago, the oldest first. */
export function listEndedBefore(
  sql: Sql,
  { days, after, limit }: { readonly days: number; readonly after: EndedPlace; readonly limit: number },
): Promise<EndedPlace[]> {
  return sql<EndedPlace[]>`
    select id, ended_at::text as ended_at from trees
    where ended_at < now() - ${days} * interval '1 day'
      and (ended_at, id) > (${after.endedAt}::text::timestamptz, ${after.id}::uuid)
    order by ended_at, id limit ${limit}`;
}

const CHARACTERS = 1024 * 1024;

/**
 * Packs the journal of an ended tree, and drops what only an owner of it would need. It reads as before. `false` = it is
 * packed already, somebody is at it, or it has not ended.
 */
export function archiveJournal(db: Pick<Database, "sql">, treeId: string): Promise<boolean> {
  return withTransaction(db, async (tx) => {
    const [tree] = await tx`
      select id from trees where id = ${treeId} and ended_at is not null for update skip locked`;
    if (!tree) return false;
    const named = new Set<string>();
    let last = 0;
    for await (const page of journalInPages(tx, treeId)) {
      last = page.at(-1)?.[1] ?? last;
      for (const [, , , events] of page) noteNamed(named, events);
      await store(tx, treeId, page);
    }
    if (last === 0) return false;
    // The row may be behind the journal, whose end it has to tell from now on.
    await tx`update trees set head = greatest(head, ${last}::bigint) where id = ${treeId}`;
    // Whether a value stands in a context only is asked of the journal's text, which is about to go.
    await tx`update blob_refs set context = false where tree_id = ${treeId} and context and hash = any(${[...named]}::text[])`;
    await tx`delete from journal where tree_id = ${treeId}`;
    await tx`delete from snapshots where tree_id = ${treeId}`;
    await tx`delete from snapshot_runs where tree_id = ${treeId}`;
    return true;
  });
}

function noteNamed(named: Set<string>, events: string): void {
  for (const [, hash] of events.matchAll(/"\$blob":"([0-9a-f]{64})"/g)) if (hash) named.add(hash);
}

async function store(tx: Transaction, treeId: string, rows: readonly ArchivedRow[]): Promise<void> {
  const packed = await packRows(rows);
  await tx`
    insert into journal_archive (tree_id, first_seq, last_seq, packed)
    values (${treeId}, ${rows[0]?.[0] ?? 0}, ${rows.at(-1)?.[1] ?? 0}, ${packed})`;
}

/** More rows of a page than the smallest of them need to fill it. */
const ROWS = 20_000;

/** Pages of about `CHARACTERS`, each read on its own: a row may hold megabytes. */
async function* journalInPages(tx: Transaction, treeId: string): AsyncGenerator<readonly ArchivedRow[]> {
  for (let after = 0; ; ) {
    const rows = await tx`
      select first_seq, last_seq, epoch, events from (
        select *, sum(octet_length(events)) over (order by first_seq) - octet_length(events) as before from (
          select first_seq, last_seq, epoch, events from journal
          where tree_id = ${treeId} and first_seq > ${after} order by first_seq limit ${ROWS}
        ) as page
      ) as measured where before < ${CHARACTERS} order by first_seq`.values();
    const page = rows as unknown as readonly ArchivedRow[];
    const last = page.at(-1);
    if (!last) return;
    yield page;
    after = last[0];
  }
}
