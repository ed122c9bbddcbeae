import type { Event } from "#server/engine/run/events";
import type { Sql } from "../client.ts";
import { eventsIn } from "../event-text.ts";
import type { JournalRecord } from "../rows.ts";

export type JournalPage = Pick<JournalRecord, "firstSeq" | "lastSeq" | "epoch" | "events">;

export type JournalRange = {
  /** The first row may also hold events up to this seq: a row is never cut. */
  readonly afterSeq: number;
  readonly limitRows?: number;
  /** Stops after the row that passes this size. */
  readonly limitBytes?: number;
};

/** Next rows of a tree's journal in order; none = the end. Continue with the last row's `lastSeq`. */
export function readJournal(
  sql: Sql,
  treeId: string,
  { afterSeq, limitRows = 500, limitBytes = 8 * 1024 * 1024 }: JournalRange,
): Promise<JournalPage[]> {
  return sql<JournalPage[]>`
    select first_seq, last_seq, epoch, events from (
      select *, sum(octet_length(events)) over (order by first_seq) - octet_length(events) as bytes_before from (
        select first_seq, last_seq, epoch, events from journal
        where tree_id = ${treeId} and last_seq > ${afterSeq}::bigint and first_seq >= coalesce(
          (select max(first_seq) from journal where tree_id = ${treeId} and first_seq <= ${afterSeq}::bigint + 1), 0)
        order by first_seq limit ${limitRows}
      ) as page
    ) as measured
    where bytes_before < ${limitBytes} order by first_seq`;
}

/** One event; `null` when the tree has no such seq. */
export async function readEventAt(sql: Sql, treeId: string, seq: number): Promise<Event | null> {
  const [row] = await sql<{ firstSeq: number; lastSeq: number; events: string }[]>`
    select first_seq, last_seq, events from journal
    where tree_id = ${treeId} and first_seq <= ${seq}::bigint order by first_seq desc limit 1`;
  if (!row || seq > row.lastSeq) return null;
  const events = eventsIn(row.events);
  return events[seq - row.firstSeq] ?? null;
}
