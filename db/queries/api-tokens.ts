import type { Sql } from "../client.ts";
import type { ApiTokenRecord } from "../rows.ts";

export type ApiTokenDraft = {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly role: string;
  /** `null` = the server itself. */
  readonly createdBy?: string | null;
  /** `null` = never. */
  readonly lifetimeMs: number | null;
};
/** `creator*` is `null` for tokens that the server made. */
export type TokenWithCreator = ApiTokenRecord & {
  readonly creatorName: string | null;
  readonly creatorRole: string | null;
  readonly creatorDisabled: boolean;
};

/** Stores a token's hash. A token with the same hash stays as it is: starting twice with one initial token is fine. */
export async function createApiToken(sql: Sql, token: ApiTokenDraft): Promise<void> {
  const { id, name, hash, role, createdBy = null, lifetimeMs } = token;
  await sql`
    insert into api_tokens (id, name, hash, role, created_by, expires_at)
    values (${id}, ${name}, ${hash}, ${role}, ${createdBy},
      now() + ${lifetimeMs}::float8 * interval '1 millisecond')
    on conflict (hash) do nothing`;
}

/** `null`: no such token, its creator is disabled, or it ran out by the database's clock. */
export async function findApiToken(sql: Sql, hash: string): Promise<TokenWithCreator | null> {
  const [row] = await sql<TokenWithCreator[]>`
    select t.*, u.name as creator_name, u.role as creator_role, u.disabled_at is not null as creator_disabled
    from api_tokens t left join users u on u.id = t.created_by
    where t.hash = ${hash} and (t.expires_at is null or t.expires_at > now()) and u.disabled_at is null`;
  return row ?? null;
}

export async function getApiToken(sql: Sql, id: string): Promise<TokenWithCreator | null> {
  const [row] = await sql<TokenWithCreator[]>`
    select t.*, u.name as creator_name, u.role as creator_role, u.disabled_at is not null as creator_disabled
    from api_tokens t left join users u on u.id = t.created_by where t.id = ${id}`;
  return row ?? null;
}

/** All tokens, or those of one person; expired ones too, so that people see why something stopped. */
export function listApiTokens(sql: Sql, createdBy: string | null = null): Promise<TokenWithCreator[]> {
  return sql<TokenWithCreator[]>`
    select t.*, u.name as creator_name, u.role as creator_role, u.disabled_at is not null as creator_disabled
    from api_tokens t left join users u on u.id = t.created_by
    where ${createdBy}::uuid is null or t.created_by = ${createdBy}::uuid
    order by t.created_at, t.id`;
}

/** Notes that the token was used, and from where, once a minute at most. */
export async function touchApiToken(sql: Sql, id: string, address: string | null = null): Promise<void> {
  await sql`
    update api_tokens set last_used_at = now(), last_used_address = coalesce(${address}, last_used_address)
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
}

/** `false`: there was none. */
export async function revokeApiToken(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql`delete from api_tokens where id = ${id} returning id`;
  return rows.length > 0;
}
