import { eventsIn } from "#db/event-text";
import { readJournal } from "#db/queries/read-journal";
import type { Event } from "#server/engine/run/events";
import type { Services } from "../context.ts";

export type Sequenced = { readonly seq: number; readonly event: Event };
export type JournalRange = {
  readonly treeId: string;
  readonly after: number;
  /** Last seq wanted; absent = to the end. */
  readonly to?: number;
};

const ROWS_AT_ONCE = 200;
const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** Committed events after `after`, in order, in pages that fit in memory whatever the tree's size. */
export async function* journalPages(
  services: Pick<Services, "db">,
  range: JournalRange,
): AsyncGenerator<readonly Sequenced[]> {
  for await (const { page } of measuredPages(services, range)) yield page;
}

/** The same, each page with how long it is as text. */
export async function* measuredPages(
  { db }: Pick<Services, "db">,
  { treeId, after, to = Number.MAX_SAFE_INTEGER }: JournalRange,
): AsyncGenerator<{ readonly page: readonly Sequenced[]; readonly characters: number }> {
  let last = after;
  while (last < to) {
    const rows = await readJournal(db.sql, treeId, {
      afterSeq: last,
      limitRows: ROWS_AT_ONCE,
      limitBytes: BYTES_AT_ONCE,
    });
    if (rows.length === 0) return;
    for (const { firstSeq, events } of rows) {
      const page = eventsIn(events)
        .map((event, index) => ({ seq: firstSeq + index, event }))
        .filter(({ seq }) => seq > last && seq <= to);
      if (page.length > 0) yield { page, characters: events.length };
    }
    last = Math.max(last, rows.at(-1)?.lastSeq ?? to);
  }
}
