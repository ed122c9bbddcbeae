import type { Sql } from "../client.ts";

export async function createSignInLink(
  sql: Sql,
  {
    hash,
    userId,
    lifetimeMs,
  }: { readonly hash: string; readonly userId: string; readonly lifetimeMs: number },
): Promise<void> {
  await sql`
    insert into sign_in_links (hash, user_id, expires_at)
    values (${hash}, ${userId}, now() + ${lifetimeMs}::float8 * interval '1 millisecond')`;
}

/** Uses the link up and returns its user. `null`: unknown, used before, or expired. One statement, so two clicks never both win. */
export async function consumeSignInLink(sql: Sql, hash: string): Promise<string | null> {
  const [row] = await sql<{ userId: string }[]>`
    update sign_in_links set used_at = now()
    where hash = ${hash} and used_at is null and expires_at > now()
    returning user_id`;
  return row?.userId ?? null;
}
