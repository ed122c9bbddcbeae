import { withTransaction } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import { consumeSignInLink } from "#db/queries/sign-in-links";
import { findUserByEmail, getUser, lockUser, updateUser } from "#db/queries/users";
import type { UserRecord } from "#db/rows";
import { takeTry } from "./attempts.ts";
import { foldEmail } from "./email.ts";
import { type Door, type Entry, REFUSED } from "./entry.ts";
import { openSession } from "./open-session.ts";
import { hashPassword, verifyPassword } from "./password-hash.ts";
import { MAX_PASSWORD } from "./password-rules.ts";
import { hashOf, isSecretShaped } from "./secrets.ts";
import type { Visit } from "./visit.ts";

export type Credentials = { readonly email: unknown; readonly password: unknown };

/** Takes as long for people that there are as for people that there are not. */
export async function signInWithPassword(door: Door, given: Credentials, visit: Visit): Promise<Entry> {
  const email = foldEmail(given.email);
  const attempt = await takeTry(door.db, visit.address, email ?? "");
  if (attempt.wait > 0) return { kind: "wait", seconds: attempt.wait };
  const { password } = given;
  if (typeof password !== "string" || password === "" || password.length > 4 * MAX_PASSWORD)
    return refuse(door, visit, "password", null);
  const user = email === null ? null : await findUserByEmail(door.db.sql, email);
  const { fits, stale } = await verifyPassword(password, user?.passwordHash ?? null);
  if (!fits || !user || user.disabledAt !== null) return refuse(door, visit, "password", user);
  const renewed = stale ? await hashPassword(password) : null;
  const cookie = await enter(door, user, visit, renewed);
  if (cookie === null) return refuse(door, visit, "password", user);
  await attempt.succeeded();
  return { kind: "in", cookie };
}

/** Leaves a row of who was tried and from where, also for people that there are not: both take as long. */
async function refuse(
  door: Door,
  { address }: Visit,
  how: "password" | "link",
  user: Pick<UserRecord, "id"> | null,
): Promise<Entry> {
  const actor = { kind: "system", id: "sign-in", name: "Sign-in" } as const;
  const object = user ? `users/${user.id}` : "users";
  await insertAudit(door.db.sql, {
    actor,
    action: "session.refused",
    object,
    detail: `${how} from ${address}`,
  });
  return REFUSED;
}

/** Not when the password was changed, or the person disabled, while it was verified. */
function enter(door: Door, user: UserRecord, visit: Visit, renewed: string | null): Promise<string | null> {
  return withTransaction(door.db, async (tx) => {
    const now = await lockUser(tx, user.id);
    if (!now || now.disabledAt !== null || now.passwordHash !== user.passwordHash) return null;
    if (renewed !== null) await updateUser(tx, now.id, { passwordHash: renewed });
    return openSession(tx, now, visit, { style: door.style, how: "password" });
  });
}

/** Uses a sign-in link up. Link, session and audit row live or die together: a crash in between must not burn the link. */
export async function redeemLink(door: Door, token: unknown, visit: Visit): Promise<Entry> {
  const attempt = await takeTry(door.db, visit.address);
  if (attempt.wait > 0) return { kind: "wait", seconds: attempt.wait };
  if (!isSecretShaped(token)) return refuse(door, visit, "link", null);
  const cookie = await withTransaction(door.db, async (tx) => {
    const userId = await consumeSignInLink(tx, hashOf(token));
    const user = userId === null ? null : await getUser(tx, userId);
    if (!user || user.disabledAt !== null) return null;
    return openSession(tx, user, visit, { style: door.style, how: "link" });
  });
  if (cookie === null) return refuse(door, visit, "link", null);
  await attempt.succeeded();
  return { kind: "in", cookie };
}
