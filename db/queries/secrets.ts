import type { Sql } from "../client.ts";
import type { SecretRecord } from "../rows.ts";

export type SecretDraft = Omit<SecretRecord, "createdAt">;
type Sealed = Pick<SecretRecord, "keyId" | "nonce" | "sealed">;

/** `false`: the name is taken. */
export async function insertSecret(sql: Sql, secret: SecretDraft): Promise<boolean> {
  const { id, name, keyId, nonce, sealed, hosts, kinds, createdBy } = secret;
  const rows = await sql`
    insert into secrets (id, name, key_id, nonce, sealed, hosts, kinds, created_by)
    values (${id}, ${name}, ${keyId}, ${nonce}, ${sealed}, ${hosts}, ${kinds}, ${createdBy})
    on conflict (name) do nothing returning id`;
  return rows.length > 0;
}

export function listSecrets(sql: Sql): Promise<SecretRecord[]> {
  return sql<SecretRecord[]>`select * from secrets order by name`;
}

export async function getSecret(sql: Sql, name: string): Promise<SecretRecord | null> {
  const [row] = await sql<SecretRecord[]>`select * from secrets where name = ${name}`;
  return row ?? null;
}

/** `false`: there was none. */
export async function deleteSecret(sql: Sql, name: string): Promise<boolean> {
  const rows = await sql`delete from secrets where name = ${name} returning id`;
  return rows.length > 0;
}

/** Some secrets that another key than this one has encrypted. */
export function listSecretsOfOtherKeys(sql: Sql, keyId: string, limit: number): Promise<SecretRecord[]> {
  return sql<SecretRecord[]>`select * from secrets where key_id <> ${keyId} order by id limit ${limit}`;
}

/** `false`: the row was encrypted anew or deleted by somebody else meanwhile. */
export async function resealSecret(sql: Sql, id: string, from: Sealed, to: Sealed): Promise<boolean> {
  const rows = await sql`
    update secrets set key_id = ${to.keyId}, nonce = ${to.nonce}, sealed = ${to.sealed}
    where id = ${id} and key_id = ${from.keyId} and nonce = ${from.nonce} returning id`;
  return rows.length > 0;
}
