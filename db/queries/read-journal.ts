import type { Event } from "#server/engine/run/events";
import type { Sql } from "../client.ts";
import { eventsIn } from "../event-text.ts";
import { unpackRows } from "../packed-rows.ts";
import type { JournalRecord } from "../rows.ts";

export type JournalPage = Pick<JournalRecord, "firstSeq" | "lastSeq" | "epoch" | "events">;

export type JournalRange = {
  /** The first row may also hold events up to this seq: a row is never cut. */
  readonly afterSeq: number;
  readonly limitRows?: number;
  /** Stops after the row, of an archive after the packed row, that passes this size. */
  readonly limitBytes?: number;
};

type Found = JournalPage & { readonly packed: Uint8Array | null };

/**
 * Next rows of a tree's journal in order, archived or not; a page below both limits ends it. Continue with the last
 * row's `lastSeq`.
 */
export async function readJournal(sql: Sql, treeId: string, range: JournalRange): Promise<JournalPage[]> {
  const { afterSeq, limitRows = 500, limitBytes = 8 * 1024 * 1024 } = range;
  const rows = await sql<Found[]>`
    (select first_seq, last_seq, epoch, events, null::bytea as packed from (
      select *, sum(octet_length(events)) over (order by first_seq) - octet_length(events) as bytes_before from (
        select first_seq, last_seq, epoch, events from journal
        where tree_id = ${treeId} and last_seq > ${afterSeq}::bigint and first_seq >= coalesce(
          (select max(first_seq) from journal where tree_id = ${treeId} and first_seq <= ${afterSeq}::bigint + 1), 0)
        order by first_seq limit ${limitRows}
      ) as page
    ) as measured
    where bytes_before < ${limitBytes} order by first_seq)
    union all
    (${nextArchived(sql, treeId, afterSeq)})`;
  const [first] = rows;
  // A tree has a journal or an archive, never both.
  if (first?.packed) return archived(sql, treeId, first, { afterSeq, limitRows, limitBytes });
  return rows.map(({ packed: _, ...row }) => row);
}

function nextArchived(sql: Sql, treeId: string, afterSeq: number) {
  return sql<Found[]>`
    select first_seq, last_seq, 0 as epoch, '' as events, packed from journal_archive
    where tree_id = ${treeId} and last_seq > ${afterSeq}::bigint order by first_seq limit 1`;
}

/** All that was packed together comes at once, so that nothing is unpacked twice to be read through. */
async function archived(
  sql: Sql,
  treeId: string,
  first: Found,
  { afterSeq, limitRows, limitBytes }: Required<JournalRange>,
): Promise<JournalPage[]> {
  const page: JournalPage[] = [];
  let bytes = 0;
  for (let found: Found | undefined = first; found?.packed; ) {
    for (const [firstSeq, lastSeq, epoch, events] of await unpackRows(found.packed)) {
      if (lastSeq <= afterSeq) continue;
      page.push({ firstSeq, lastSeq, epoch, events });
      bytes += Buffer.byteLength(events);
    }
    if (page.length >= limitRows || bytes >= limitBytes) break;
    [found] = await nextArchived(sql, treeId, found.lastSeq);
  }
  return page;
}

/** One event; `null` when the tree has no such seq. */
export async function readEventAt(sql: Sql, treeId: string, seq: number): Promise<Event | null> {
  const [row] = await readJournal(sql, treeId, { afterSeq: seq - 1, limitRows: 1 });
  if (!row || seq < row.firstSeq) return null;
  return eventsIn(row.events)[seq - row.firstSeq] ?? null;
}
