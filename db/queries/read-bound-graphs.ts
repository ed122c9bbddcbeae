import type { GraphBound } from "#server/engine/run/events";
import type { Sql } from "../client.ts";
import { eventsIn } from "../event-text.ts";
import { type JournalPage, readJournal } from "./read-journal.ts";

/** Graphs that a tree has bound up to seq `to`, in order. Reads the journal rows that mention one, so it costs a scan. */
export async function readBoundGraphs(sql: Sql, treeId: string, to: number): Promise<readonly GraphBound[]> {
  const rows = await sql<Pick<JournalPage, "firstSeq" | "events">[]>`
    select first_seq, events from journal
    where tree_id = ${treeId} and first_seq <= ${to}::bigint and strpos(events, '"type":"GraphBound"') > 0
    order by first_seq`;
  // Every tree binds a graph at its start.
  const found = rows.length > 0 ? rows : await archivedRows(sql, treeId, to);
  return found.flatMap(({ firstSeq, events }) =>
    eventsIn(events).filter(
      (event, index): event is GraphBound => event.type === "GraphBound" && firstSeq + index <= to,
    ),
  );
}

async function archivedRows(sql: Sql, treeId: string, to: number): Promise<JournalPage[]> {
  const rows: JournalPage[] = [];
  for (let afterSeq = 0; afterSeq < to; ) {
    const page = await readJournal(sql, treeId, { afterSeq });
    if (page.length === 0) break;
    rows.push(...page.filter(({ events }) => events.includes('"type":"GraphBound"')));
    afterSeq = page.at(-1)?.lastSeq ?? to;
  }
  return rows;
}
