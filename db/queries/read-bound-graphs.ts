import type { GraphBound } from "#server/engine/run/events";
import type { Sql } from "../client.ts";
import { eventsIn } from "../event-text.ts";

/** Graphs that a tree has bound up to seq `to`, in order. Reads the journal rows that mention one, so it costs a scan. */
export async function readBoundGraphs(sql: Sql, treeId: string, to: number): Promise<readonly GraphBound[]> {
  const rows = await sql<{ firstSeq: number; events: string }[]>`
    select first_seq, events from journal
    where tree_id = ${treeId} and first_seq <= ${to}::bigint and strpos(events, '"type":"GraphBound"') > 0
    order by first_seq`;
  return rows.flatMap(({ firstSeq, events }) =>
    eventsIn(events).filter(
      (event, index): event is GraphBound => event.type === "GraphBound" && firstSeq + index <= to,
    ),
  );
}
