import type { Sql } from "../client.ts";
import type { UserRecord } from "../rows.ts";

/** `sign-in` opens a session, `reset` sets a new password. */
export type LinkPurpose = "sign-in" | "reset";

type LinkDraft = {
  readonly hash: string;
  readonly userId: string;
  readonly lifetimeMs: number;
  readonly purpose?: LinkPurpose;
};

export async function createSignInLink(sql: Sql, draft: LinkDraft): Promise<void> {
  const { hash, userId, lifetimeMs, purpose = "sign-in" } = draft;
  await sql`
    insert into sign_in_links (hash, user_id, purpose, expires_at)
    values (${hash}, ${userId}, ${purpose}, now() + ${lifetimeMs}::float8 * interval '1 millisecond')`;
}

/** Uses the link up and returns its user. `null`: unknown, for something else, used before, or expired. One statement, so two clicks never both win. */
export async function consumeSignInLink(
  sql: Sql,
  hash: string,
  purpose: LinkPurpose = "sign-in",
): Promise<string | null> {
  const [row] = await sql<{ userId: string }[]>`
    update sign_in_links set used_at = now()
    where hash = ${hash} and purpose = ${purpose} and used_at is null and expires_at > now()
    returning user_id`;
  return row?.userId ?? null;
}

/** Links of a person that were not used open nothing any more. */
export async function dropSignInLinks(sql: Sql, userId: string): Promise<void> {
  await sql`delete from sign_in_links where user_id = ${userId} and used_at is null`;
}

/** Whom a link is for, without using it up. */
export async function findSignInLink(
  sql: Sql,
  hash: string,
  purpose: LinkPurpose,
): Promise<UserRecord | null> {
  const [row] = await sql<UserRecord[]>`
    select u.* from sign_in_links l join users u on u.id = l.user_id
    where l.hash = ${hash} and l.purpose = ${purpose} and l.used_at is null and l.expires_at > now()`;
  return row ?? null;
}
