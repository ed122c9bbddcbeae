import type { Sql } from "../client.ts";
import type { UserRecord } from "../rows.ts";

export async function createUser(
  sql: Sql,
  user: { readonly id: string; readonly name: string; readonly role: string },
): Promise<void> {
  await sql`insert into users (id, name, role) values (${user.id}, ${user.name}, ${user.role})`;
}

export async function getUser(sql: Sql, id: string): Promise<UserRecord | null> {
  const [row] = await sql<UserRecord[]>`select * from users where id = ${id}`;
  return row ?? null;
}

/** The first owner; `null` before the first start made one. */
export async function findOwner(sql: Sql): Promise<UserRecord | null> {
  const [row] = await sql<UserRecord[]>`
    select * from users where role = 'owner' order by created_at, id limit 1`;
  return row ?? null;
}
