import type { Sql } from "../client.ts";
import type { ApiTokenRecord } from "../rows.ts";

export type ApiTokenDraft = {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly role: string;
  readonly expiresAt: Date | null;
};

/** Stores a token's hash. A token with the same hash stays as it is: starting twice with one initial token is fine. */
export async function createApiToken(sql: Sql, token: ApiTokenDraft): Promise<void> {
  await sql`
    insert into api_tokens (id, name, hash, role, expires_at)
    values (${token.id}, ${token.name}, ${token.hash}, ${token.role}, ${token.expiresAt})
    on conflict (hash) do nothing`;
}

/** `null`: no such token, or it ran out by the database's clock. */
export async function findApiToken(sql: Sql, hash: string): Promise<ApiTokenRecord | null> {
  const [row] = await sql<ApiTokenRecord[]>`
    select * from api_tokens where hash = ${hash} and (expires_at is null or expires_at > now())`;
  return row ?? null;
}

export function listApiTokens(sql: Sql): Promise<ApiTokenRecord[]> {
  return sql<ApiTokenRecord[]>`select * from api_tokens order by created_at, id`;
}

/** Notes that the token was used, once a minute at most. */
export async function touchApiToken(sql: Sql, id: string): Promise<void> {
  await sql`
    update api_tokens set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
}

/** `false`: there was none. */
export async function revokeApiToken(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`delete from api_tokens where id = ${id} returning id`;
  return rows.length > 0;
}
