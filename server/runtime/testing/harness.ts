import type { Database } from "#db/client";
import { eventsIn } from "#db/event-text";
import type { TreeId } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import { createHost, type Host, type HostOptions } from "../host.ts";
import type { JournalRow } from "./check-journal.ts";
import { SILENT } from "./trees.ts";

/** Timing of tests: a lease of 2 s instead of 15. */
const FAST = { leaseMs: 2_000, heartbeatMs: 500, pollMs: 100, log: SILENT } as const;

export function fastHost(options: Omit<HostOptions, "log"> & Partial<HostOptions>): Promise<Host> {
  return createHost({ ...FAST, ...options });
}

export async function journalOf(
  { sql }: Pick<Database, "sql">,
  treeId: TreeId,
): Promise<readonly JournalRow[]> {
  return sql<JournalRow[]>`
    select first_seq, last_seq, epoch, events from journal where tree_id = ${treeId} order by first_seq`;
}

export function eventsOf(rows: readonly JournalRow[]): readonly Event[] {
  return rows.flatMap((row) => eventsIn(row.events));
}

export async function headOf({ sql }: Pick<Database, "sql">, treeId: TreeId): Promise<number> {
  const [row] = await sql<
    { head: number }[]
  >`select max(last_seq) as head from journal where tree_id = ${treeId}`;
  return row?.head ?? 0;
}

export type TreeFacts = {
  readonly status: string;
  readonly head: number;
  readonly epoch: number;
  readonly runs: number;
  readonly crashes: number;
  readonly failure: string | null;
};

export async function treeOf({ sql }: Pick<Database, "sql">, treeId: TreeId): Promise<TreeFacts> {
  const [row] = await sql<TreeFacts[]>`
    select status, (select max(last_seq) from journal where tree_id = id) as head, epoch, runs, crashes, failure from trees where id = ${treeId}`;
  if (!row) throw new Error(`there is no tree ${treeId}`);
  return row;
}

/** Polls the database, as any other process would see it, until the condition holds. */
export async function until<T>(
  read: () => Promise<T>,
  holds: (value: T) => boolean,
  timeoutMs = 15_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > end)
      throw new Error(`still waiting after ${timeoutMs} ms; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const OPEN: readonly string[] = ["running", "paused"];

export function untilEnded(
  db: Pick<Database, "sql">,
  treeId: TreeId,
  timeoutMs?: number,
): Promise<TreeFacts> {
  return until(
    () => treeOf(db, treeId),
    (tree) => !OPEN.includes(tree.status),
    timeoutMs,
  );
}
