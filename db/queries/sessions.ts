import type { Sql } from "../client.ts";
import type { SessionRecord, UserRecord } from "../rows.ts";

export type SessionDraft = {
  readonly hash: string;
  readonly userId: string;
  readonly lifetimeMs: number;
  readonly address?: string | null;
  readonly userAgent?: string | null;
};

/** Answers the id under which lists show it. */
export async function createSession(sql: Sql, draft: SessionDraft): Promise<string> {
  const { hash, userId, lifetimeMs, address = null, userAgent = null } = draft;
  const [row] = await sql<{ id: string }[]>`
    with seen as (update users set last_seen_at = now() where id = ${userId})
    insert into sessions (hash, user_id, address, user_agent, expires_at)
    values (${hash}, ${userId}, ${address}, ${userAgent}, now() + ${lifetimeMs}::float8 * interval '1 millisecond')
    returning id`;
  if (!row) throw new Error("The session was not stored.");
  return row.id;
}

export type SessionWithUser = {
  readonly id: string;
  readonly user: UserRecord;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
};

/** `null`: no such session, its person is disabled, or by the database's clock it ran out or lay unused for `idleMs`. */
export async function findSession(sql: Sql, hash: string, idleMs: number): Promise<SessionWithUser | null> {
  const [row] = await sql<(UserRecord & { sessionId: string; seenAt: Date; expiresAt: Date })[]>`
    select u.*, s.id as session_id, s.last_seen_at as seen_at, s.expires_at
    from sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now() and u.disabled_at is null
      and s.last_seen_at > now() - ${idleMs}::float8 * interval '1 millisecond'`;
  if (!row) return null;
  const { sessionId, seenAt, expiresAt, ...user } = row;
  return { id: sessionId, user, lastSeenAt: seenAt, expiresAt };
}

/** Sessions of a person that still open something, last used first. */
export function listSessions(sql: Sql, userId: string, idleMs: number): Promise<SessionRecord[]> {
  return sql<SessionRecord[]>`
    select * from sessions
    where user_id = ${userId} and expires_at > now()
      and last_seen_at > now() - ${idleMs}::float8 * interval '1 millisecond'
    order by last_seen_at desc, id`;
}

/** Notes that the session was used, once a minute at most: most requests write nothing. */
export async function touchSession(sql: Sql, hash: string): Promise<void> {
  await sql`
    with used as (
      update sessions set last_seen_at = now()
      where hash = ${hash} and last_seen_at < now() - interval '1 minute'
      returning user_id
    )
    update users set last_seen_at = now() from used where users.id = used.user_id`;
}

/** `false`: there was none. */
export async function revokeSession(sql: Sql, hash: string): Promise<boolean> {
  const rows = await sql`delete from sessions where hash = ${hash} returning hash`;
  return rows.length > 0;
}

/** `false`: this person has no such session. */
export async function endSession(sql: Sql, { userId, id }: { userId: string; id: string }): Promise<boolean> {
  const rows = await sql`delete from sessions where user_id = ${userId} and id = ${id} returning id`;
  return rows.length > 0;
}

/** Ends all sessions of a person but `keep`. Answers how many. */
export async function endSessions(sql: Sql, userId: string, keep: string | null = null): Promise<number> {
  const rows = await sql`
    delete from sessions where user_id = ${userId} and (${keep}::uuid is null or id <> ${keep}::uuid) returning id`;
  return rows.length;
}
