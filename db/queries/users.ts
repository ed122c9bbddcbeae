import type { Sql, Transaction } from "../client.ts";
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

/** The owner, made if there is none yet; processes that start at the same time agree on one. */
export async function ensureOwner(
  tx: Transaction,
  draft: { readonly id: string; readonly name: string },
): Promise<{ readonly owner: UserRecord; readonly created: boolean }> {
  await tx`select pg_advisory_xact_lock(hashtext('banyan.owner'))`;
  const present = await findOwner(tx);
  if (present) return { owner: present, created: false };
  await createUser(tx, { ...draft, role: "owner" });
  const owner = await findOwner(tx);
  if (!owner) throw new Error("The owner was not stored.");
  return { owner, created: true };
}
