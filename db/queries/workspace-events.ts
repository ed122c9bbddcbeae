import { type Database, type Sql, type Transaction, withTransaction } from "../client.ts";
import type { WorkspaceEventRecord } from "../rows.ts";

/** An event of the workspace on its way into the outbox. Those of runs are written with the journal. */
export type WorkspaceAnnouncement = Pick<WorkspaceEventRecord, "kind" | "subject"> &
  Partial<Pick<WorkspaceEventRecord, "slug" | "demo">> & {
    readonly actor: { readonly id: string; readonly name: string };
    readonly detail?: object;
  };

/** Row with its place in the topic. */
export type SequencedEvent = WorkspaceEventRecord & { readonly seq: number };

/** Whoever holds it gives out the next seqs. */
const RELAY_LOCK = 1_111_576_155;
const HINTS = "banyan_workspace";

/** Call it in the transaction of the act. The notice that it sends is a hint; a reader that misses it polls. */
export async function announceToWorkspace(tx: Sql, event: WorkspaceAnnouncement): Promise<void> {
  const { kind, subject, slug = null, demo = false, actor, detail = {} } = event;
  await tx`
    insert into workspace_events (kind, subject, slug, actor_id, actor_name, demo, detail)
    values (${kind}, ${subject}, ${slug}, ${actor.id}, ${actor.name}, ${demo}, ${JSON.stringify(detail)})`;
  await tx`select pg_notify(${HINTS}, '')`;
}

/**
 * Gives committed events that have none the next seqs, in the order in which they were written. One process at a time;
 * the others leave it to that one. A relay that dies takes its seqs back with its transaction.
 * @returns how many got one; `null` = another process is at it.
 */
export async function relayWorkspaceEvents(db: Pick<Database, "sql">, limit = 500): Promise<number | null> {
  const [pending] = await db.sql<{ any: boolean }[]>`
    select exists (select from workspace_events where seq is null) as any`;
  if (pending?.any !== true) return 0;
  return await withTransaction(db, (tx) => relay(tx, limit));
}

async function relay(tx: Transaction, limit: number): Promise<number | null> {
  // A statement of its own: the next one sees everything that the holder before has committed.
  const [lock] = await tx<
    { held: boolean }[]
  >`select pg_try_advisory_xact_lock(${RELAY_LOCK}::bigint) as held`;
  if (lock?.held !== true) return null;
  const rows = await tx`
    with pending as (
      select id, row_number() over (order by id) as place from (
        select id from workspace_events where seq is null order by id limit ${limit}
      ) as oldest
    ), head as (select coalesce(max(seq), 0) as seq from workspace_events)
    update workspace_events e set seq = head.seq + pending.place
    from pending, head where e.id = pending.id and e.seq is null`;
  if (rows.count > 0) await tx`select pg_notify(${HINTS}, '')`;
  return rows.count;
}

export type WorkspaceBounds = {
  /** Last seq that was given out. */
  readonly head: number;
  /** First one that is kept; `head + 1` = none is. */
  readonly oldest: number;
};

export async function workspaceBounds(sql: Sql): Promise<WorkspaceBounds> {
  const [row] = await sql<WorkspaceBounds[]>`
    select coalesce(max(seq), 0) as head, coalesce(min(seq), 1) as oldest from workspace_events`;
  return row ?? { head: 0, oldest: 1 };
}

/** Events after a seq, in order. */
export function readWorkspaceEvents(
  sql: Sql,
  {
    after,
    to = Number.MAX_SAFE_INTEGER,
    limit,
  }: { readonly after: number; readonly to?: number; readonly limit: number },
): Promise<SequencedEvent[]> {
  return sql<SequencedEvent[]>`
    select * from workspace_events where seq > ${after} and seq <= ${to} order by seq limit ${limit}`;
}

/**
 * Removes the oldest events that are over age or over number, some at a time. The last one always stays: the next seq
 * is counted from it.
 */
export async function trimWorkspaceEvents(
  sql: Sql,
  { days, rows, chunk = 5_000 }: { readonly days: number; readonly rows: number; readonly chunk?: number },
): Promise<number> {
  const removed = await sql`
    with bounds as (select max(seq) as head from workspace_events),
    oldest as (
      select e.seq from (select seq, at from workspace_events where seq is not null order by seq limit ${chunk}) as e, bounds
      where e.seq < bounds.head
        and (e.at < now() - ${days}::int * interval '1 day' or e.seq <= bounds.head - ${rows}::bigint)
    )
    delete from workspace_events e using oldest where e.seq = oldest.seq`;
  return removed.count;
}

/** Hears that there may be something new. `null` = this database takes no listeners, such as behind some poolers. */
export async function listenToWorkspace(
  { sql }: Pick<Database, "sql">,
  onHint: () => void,
): Promise<() => Promise<void>> {
  const { unlisten } = await sql.listen(HINTS, onHint);
  return unlisten;
}
