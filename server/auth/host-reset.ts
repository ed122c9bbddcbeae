import { type Database, withTransaction } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import { endSessions } from "#db/queries/sessions";
import { createSignInLink, dropSignInLinks } from "#db/queries/sign-in-links";
import { findOwner, findUserByEmail, updateUser } from "#db/queries/users";
import type { UserRecord } from "#db/rows";
import type { Actor } from "../engine/run/events.ts";
import { foldEmail } from "./email.ts";
import { hashOf, newSecret } from "./secrets.ts";
import { newPasswordHash } from "./set-password.ts";

const HOST: Actor = { kind: "system", id: "host", name: "banyan reset-password" };
const LINK_LIFETIME_MS = 30 * 60_000;

/** For whoever has the machine itself: who can open the database needs no further permission. */
export async function personOnHost(db: Database, email: string | null): Promise<UserRecord | null> {
  if (email === null) return findOwner(db.sql);
  const folded = foldEmail(email);
  return folded === null ? null : findUserByEmail(db.sql, folded);
}

/** Ends every session of a person and answers the token of a link with which they choose a new password. */
export async function issueResetLink(db: Database, { id, name }: UserRecord): Promise<string> {
  const token = newSecret();
  await withTransaction(db, async (tx) => {
    await endSessions(tx, id);
    await dropSignInLinks(tx, id);
    await createSignInLink(tx, {
      hash: hashOf(token),
      userId: id,
      lifetimeMs: LINK_LIFETIME_MS,
      purpose: "reset",
    });
    await insertAudit(tx, {
      actor: HOST,
      action: "account.password",
      object: `users/${id}`,
      detail: `reset link for ${name}`,
    });
  });
  return token;
}

/** Sets a person's password and ends every session. @throws ServiceError VALIDATION for a weak one. */
export async function setPasswordOnHost(db: Database, person: UserRecord, password: string): Promise<void> {
  const passwordHash = await newPasswordHash(password, person);
  await withTransaction(db, async (tx) => {
    await updateUser(tx, person.id, { passwordHash });
    await endSessions(tx, person.id);
    await dropSignInLinks(tx, person.id);
    await insertAudit(tx, {
      actor: HOST,
      action: "account.password",
      object: `users/${person.id}`,
      detail: `set for ${person.name}`,
    });
  });
}
