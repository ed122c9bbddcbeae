import type { Sql } from "../client.ts";
import type { UserRecord } from "../rows.ts";

export async function createSession(
  sql: Sql,
  {
    hash,
    userId,
    lifetimeMs,
  }: { readonly hash: string; readonly userId: string; readonly lifetimeMs: number },
): Promise<void> {
  await sql`
    insert into sessions (hash, user_id, expires_at)
    values (${hash}, ${userId}, now() + ${lifetimeMs}::float8 * interval '1 millisecond')`;
}

export type SessionWithUser = {
  readonly user: UserRecord;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
};

/** `null`: no such session, or by the database's clock it ran out or lay unused for `idleMs`. */
export async function findSession(sql: Sql, hash: string, idleMs: number): Promise<SessionWithUser | null> {
  const [row] = await sql<(UserRecord & { seenAt: Date; expiresAt: Date })[]>`
    select u.*, s.last_seen_at as seen_at, s.expires_at from sessions s join users u on u.id = s.user_id
    where s.hash = ${hash} and s.expires_at > now()
      and s.last_seen_at > now() - ${idleMs}::float8 * interval '1 millisecond'`;
  if (!row) return null;
  const { seenAt, expiresAt, ...user } = row;
  return { user, lastSeenAt: seenAt, expiresAt };
}

/** Notes that the session was used, once a minute at most: most requests write nothing. */
export async function touchSession(sql: Sql, hash: string): Promise<void> {
  await sql`
    update sessions set last_seen_at = now() where hash = ${hash} and last_seen_at < now() - interval '1 minute'`;
}

/** `false`: there was none. */
export async function revokeSession(sql: Sql, hash: string): Promise<boolean> {
  const rows = await sql`delete from sessions where hash = ${hash} returning hash`;
  return rows.length > 0;
}
