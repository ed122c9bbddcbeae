import type { Fragment, Sql } from "../client.ts";
import type { SequencedEvent } from "./workspace-events.ts";

/** Why an event is worth a person's attention. */
export type NotableReason = "attention" | "failed" | "ended" | "published";
export type NotableEvent = SequencedEvent & { readonly reason: NotableReason };

/** Events that are worth the attention of one person, newest first, before `before`. */
export function notableEvents(
  sql: Sql,
  userId: string,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<NotableEvent[]> {
  return sql<NotableEvent[]>`
    select e.*, ${reason(sql, userId)} as reason from workspace_events e
    where e.seq < ${before} and ${isNotable(sql)} and ${reason(sql, userId)} is not null
    order by e.seq desc limit ${limit}`;
}

/** By section of the sidebar, how far a person has seen; a person that is new has seen everything so far. */
export async function readMarks(
  sql: Sql,
  userId: string,
  sections: readonly string[],
): Promise<Map<string, number>> {
  await sql`
    insert into workspace_reads (user_id, section, seq)
    select ${userId}, section, (select coalesce(max(seq), 0) from workspace_events)
    from unnest(${[...sections]}::text[]) as s (section)
    on conflict do nothing`;
  const rows = await sql<{ section: string; seq: number }[]>`
    select section, seq from workspace_reads where user_id = ${userId}`;
  return new Map(rows.map(({ section, seq }) => [section, seq]));
}

/** Moves a mark on; never back. */
export async function markRead(
  sql: Sql,
  { userId, section, seq }: { readonly userId: string; readonly section: string; readonly seq: number },
): Promise<void> {
  await sql`
    insert into workspace_reads (user_id, section, seq)
    values (${userId}, ${section}, least(${seq}::bigint, (select coalesce(max(seq), 0) from workspace_events)))
    on conflict (user_id, section) do update set seq = greatest(workspace_reads.seq, excluded.seq)`;
}

export type UnreadCounts = { readonly inbox: number; readonly runs: number; readonly workflows: number };

/** Unseen events by section, demo data left out; of the newest `cap` that are worth attention at all. */
export async function countUnread(
  sql: Sql,
  userId: string,
  { seen, cap }: { readonly seen: UnreadCounts; readonly cap: number },
): Promise<UnreadCounts> {
  const oldest = Math.min(seen.inbox, seen.runs, seen.workflows);
  const [row] = await sql<UnreadCounts[]>`
    select count(*) filter (where seq > ${seen.inbox})::int as inbox,
      count(*) filter (where seq > ${seen.runs} and reason <> 'published')::int as runs,
      count(*) filter (where seq > ${seen.workflows} and reason = 'published')::int as workflows
    from (
      select e.seq, ${reason(sql, userId)} as reason from workspace_events e
      where e.seq > ${oldest} and not e.demo and ${isNotable(sql)} and ${reason(sql, userId)} is not null
      order by e.seq desc limit ${cap}
    ) as unread`;
  return row ?? { inbox: 0, runs: 0, workflows: 0 };
}

/** As the partial index `workspace_events_notable` has it. */
function isNotable(sql: Sql): Fragment {
  return sql`e.kind <> 'run.started' and e.kind <> 'run.changed'`;
}

/** Who tries a draft watches it: how that ends is news to others only. */
function reason(sql: Sql, userId: string): Fragment {
  return sql`(case
    when e.kind = 'run.attention' then 'attention'
    when e.kind = 'run.ended' and e.actor_id = ${userId} and e.detail::json ->> 'revision' = '0' then null
    when e.kind = 'run.ended' and e.status = 'failed' then 'failed'
    when e.kind = 'run.ended' and e.actor_id = ${userId} then 'ended'
    when e.kind = 'workflow.published' and e.actor_id <> ${userId} then 'published'
  end)`;
}
