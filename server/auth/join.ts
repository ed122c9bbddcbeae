import { uuidv7 } from "uuidv7";
import { isUniqueViolation, withTransaction } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import { acceptInvitation, findInvitation, type OpenInvitation } from "#db/queries/invitations";
import { createUser } from "#db/queries/users";
import { ServiceError } from "../services/errors.ts";
import { atLeast, isRole } from "../services/permissions/actions.ts";
import type { Role } from "../services/types.ts";
import { takeTry } from "./attempts.ts";
import { foldEmail } from "./email.ts";
import { type Door, type Entry, REFUSED } from "./entry.ts";
import { openSession } from "./open-session.ts";
import { hashOf, isSecretShaped } from "./secrets.ts";
import { newPasswordHash, wrong } from "./set-password.ts";
import type { Visit } from "./visit.ts";

const MAX_NAME = 80;

export type Invited = { readonly role: Role; readonly inviter: string; readonly expiresAt: string };
export type Looked =
  | { readonly kind: "invited"; readonly invitation: Invited }
  | Exclude<Entry, { readonly kind: "in" }>;

/** What an invitation offers, without using it up. */
export async function lookAtInvitation(door: Door, token: unknown, visit: Visit): Promise<Looked> {
  const attempt = await takeTry(door.db, visit.address);
  if (attempt.wait > 0) return { kind: "wait", seconds: attempt.wait };
  const found = await openInvitation(door, token);
  if (!found) return { kind: "refused" };
  await attempt.succeeded();
  const { role, inviter, expiresAt } = found;
  return { kind: "invited", invitation: { role, inviter, expiresAt: expiresAt.toISOString() } };
}

export type Joining = {
  readonly token: unknown;
  readonly name: unknown;
  readonly email: unknown;
  readonly password: unknown;
};

/**
 * Uses an invitation up: makes the person and signs them in, or nothing at all.
 * @throws ServiceError for fields that will not do; the invitation then stays good.
 */
export async function join(door: Door, given: Joining, visit: Visit): Promise<Entry> {
  const attempt = await takeTry(door.db, visit.address);
  if (attempt.wait > 0) return { kind: "wait", seconds: attempt.wait };
  const found = await openInvitation(door, given.token);
  if (!found) return REFUSED;
  const { name, email } = checkedPerson(given);
  const passwordHash = await newPasswordHash(given.password, { name, email });
  const user = { id: uuidv7(), name, email, passwordHash, role: found.role };
  const cookie = await withTransaction(door.db, async (tx) => {
    if (!(await acceptInvitation(tx, found.id))) return null;
    await createUser(tx, user).catch(refuseTaken);
    const actor = { kind: "user", id: user.id, name } as const;
    const detail = `${found.role}, invited by ${found.inviter}`;
    await insertAudit(tx, { actor, action: "invitation.accept", object: `users/${user.id}`, detail });
    return openSession(tx, user, visit, { style: door.style, how: "invitation" });
  });
  if (cookie === null) return REFUSED;
  await attempt.succeeded();
  return { kind: "in", cookie };
}

/** Nobody gives away more than they have at the moment. */
async function openInvitation(
  { db }: Door,
  token: unknown,
): Promise<(OpenInvitation & { readonly role: Role }) | null> {
  if (!isSecretShaped(token)) return null;
  const found = await findInvitation(db.sql, hashOf(token));
  if (!found || !isRole(found.role) || !isRole(found.inviterRole)) return null;
  if (!atLeast(found.inviterRole, "admin") || !atLeast(found.inviterRole, found.role)) return null;
  return { ...found, role: found.role };
}

/** @throws ServiceError VALIDATION at the field that is wrong. */
function checkedPerson(given: { readonly name: unknown; readonly email: unknown }) {
  const email = foldEmail(given.email);
  const name = typeof given.name === "string" ? given.name.replaceAll("\0", "").trim() : "";
  if (name === "" || name.length > MAX_NAME) throw wrong("/name", `A name has 1 to ${MAX_NAME} characters.`);
  if (email === null) throw wrong("/email", "This is not an e-mail address, such as ada@example.org.");
  return { name, email };
}

function refuseTaken(error: unknown): never {
  if (!isUniqueViolation(error, "users_email_unique")) throw error;
  const message = "Somebody with this e-mail is here already. Sign in, or use another.";
  throw new ServiceError("CONFLICT", message, [{ path: "/email", message }]);
}
