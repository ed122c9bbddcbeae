import { withTransaction } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import { endSessions } from "#db/queries/sessions";
import { consumeSignInLink, dropSignInLinks, findSignInLink } from "#db/queries/sign-in-links";
import { lockUser, updateUser } from "#db/queries/users";
import { takeTry } from "./attempts.ts";
import { type Door, type Entry, REFUSED } from "./entry.ts";
import { openSession } from "./open-session.ts";
import { hashOf, isSecretShaped } from "./secrets.ts";
import { newPasswordHash } from "./set-password.ts";
import type { Visit } from "./visit.ts";

type Reset = { readonly token: unknown; readonly password: unknown };

/**
 * Uses a reset link up: sets the password, ends every session of that person, and opens one here.
 * @throws ServiceError VALIDATION for a weak password; the link then stays good.
 */
export async function resetPassword(door: Door, { token, password }: Reset, visit: Visit): Promise<Entry> {
  const attempt = await takeTry(door.db, visit.address);
  if (attempt.wait > 0) return { kind: "wait", seconds: attempt.wait };
  if (!isSecretShaped(token)) return REFUSED;
  const holder = await findSignInLink(door.db.sql, hashOf(token), "reset");
  if (!holder) return REFUSED;
  const passwordHash = await newPasswordHash(password, holder);
  const cookie = await withTransaction(door.db, async (tx) => {
    const userId = await consumeSignInLink(tx, hashOf(token), "reset");
    const user = userId === null ? null : await lockUser(tx, userId);
    if (!user || user.disabledAt !== null) return null;
    await updateUser(tx, user.id, { passwordHash });
    await dropSignInLinks(tx, user.id);
    await endSessions(tx, user.id);
    const actor = { kind: "user", id: user.id, name: user.name } as const;
    await insertAudit(tx, {
      actor,
      action: "account.password",
      object: `users/${user.id}`,
      detail: "reset link",
    });
    return openSession(tx, user, visit, { style: door.style, how: "reset link" });
  });
  if (cookie === null) return REFUSED;
  await attempt.succeeded();
  return { kind: "in", cookie };
}
