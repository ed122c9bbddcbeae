import type { Sql, Transaction } from "../client.ts";
import type { UserRecord } from "../rows.ts";

export type UserDraft = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** Case-folded. */
  readonly email?: string | null;
  readonly passwordHash?: string | null;
};

export async function createUser(sql: Sql, user: UserDraft): Promise<void> {
  const { id, name, role, email = null, passwordHash = null } = user;
  await sql`
    insert into users (id, name, role, email, password_hash)
    values (${id}, ${name}, ${role}, ${email}, ${passwordHash})`;
}

export async function getUser(sql: Sql, id: string): Promise<UserRecord | null> {
  const [row] = await sql<UserRecord[]>`select * from users where id = ${id}`;
  return row ?? null;
}

/** The same, and nobody else changes this person until the transaction ends. */
export async function lockUser(tx: Transaction, id: string): Promise<UserRecord | null> {
  const [row] = await tx<UserRecord[]>`select * from users where id = ${id} for update`;
  return row ?? null;
}

export async function findUserByEmail(sql: Sql, email: string): Promise<UserRecord | null> {
  const [row] = await sql<UserRecord[]>`select * from users where email = ${email}`;
  return row ?? null;
}

export type ListedUser = UserRecord & { readonly sessions: number };

/** Everybody, with how many sessions of theirs are open. */
export function listUsers(sql: Sql, idleMs: number): Promise<ListedUser[]> {
  return sql<ListedUser[]>`
    select u.*, (
      select count(*)::int from sessions s where s.user_id = u.id and s.expires_at > now()
        and s.last_seen_at > now() - ${idleMs}::float8 * interval '1 millisecond'
    ) as sessions
    from users u order by u.created_at, u.id`;
}

/** The first owner that is not disabled; `null` before the first start made one. */
export async function findOwner(sql: Sql): Promise<UserRecord | null> {
  const [row] = await sql<UserRecord[]>`
    select * from users where role = 'owner' and disabled_at is null order by created_at, id limit 1`;
  return row ?? null;
}

/** Whether somebody could sign in as owner without a link. */
export async function ownerHasPassword(sql: Sql): Promise<boolean> {
  const rows = await sql`
    select 1 from users where role = 'owner' and disabled_at is null and password_hash is not null limit 1`;
  return rows.length > 0;
}

/** How many owners besides this person could still act. Others who ask wait until the transaction ends. */
export async function countOtherOwners(tx: Transaction, id: string): Promise<number> {
  await lockOwners(tx);
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from users where role = 'owner' and disabled_at is null and id <> ${id}`;
  return row?.count ?? 0;
}

/** The owner, made if there is none yet; processes that start at the same time agree on one. */
export async function ensureOwner(
  tx: Transaction,
  draft: Omit<UserDraft, "role">,
): Promise<{ readonly owner: UserRecord; readonly created: boolean }> {
  await lockOwners(tx);
  const present = await findOwner(tx);
  if (present) return { owner: present, created: false };
  await createUser(tx, { ...draft, role: "owner" });
  const owner = await findOwner(tx);
  if (!owner) throw new Error("The owner was not stored.");
  return { owner, created: true };
}

async function lockOwners(tx: Transaction): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('banyan.owner'))`;
}

/** `undefined` leaves a field as it is. */
export async function updateUser(
  sql: Sql,
  id: string,
  change: Partial<Pick<UserDraft, "name" | "role" | "email" | "passwordHash">>,
): Promise<void> {
  const { name = null, role = null, email = null, passwordHash = null } = change;
  await sql`
    update users set name = coalesce(${name}, name), role = coalesce(${role}, role),
      email = coalesce(${email}, email), password_hash = coalesce(${passwordHash}, password_hash)
    where id = ${id}`;
}

export async function disableUser(sql: Sql, id: string, disabled: boolean): Promise<void> {
  await sql`
    update users set disabled_at = case when ${disabled} then coalesce(disabled_at, now()) end where id = ${id}`;
}

/** Sessions, tokens, links and invitations go with the person; the audit log keeps the name. */
export async function removeUser(sql: Sql, id: string): Promise<void> {
  await sql`delete from users where id = ${id}`;
}
