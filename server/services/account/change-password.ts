import { withTransaction } from "#db/client";
import { endSessions } from "#db/queries/sessions";
import { dropSignInLinks } from "#db/queries/sign-in-links";
import { lockUser, updateUser } from "#db/queries/users";
import type { UserRecord } from "#db/rows";
import { takeTry } from "#server/auth/attempts";
import { verifyPassword } from "#server/auth/password-hash";
import { newPasswordHash } from "#server/auth/set-password";
import { counted } from "#server/engine/words";
import type { Ended } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { ownAccount } from "../person.ts";
import type { Caller } from "../types.ts";

type Change = { readonly current?: string | undefined; readonly password: string };

/** Sets one's own password; takes the current one if there is one. Ends all other sessions and unused links. */
export async function changePassword(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { current, password }: Change,
): Promise<Ended> {
  authorize(caller, "account.password");
  const person = await ownAccount(db.sql, caller);
  await checkCurrent(db, person, current);
  const passwordHash = await newPasswordHash(password, person);
  return withTransaction(db, async (tx) => {
    const now = await lockUser(tx, person.id);
    if (now?.passwordHash !== person.passwordHash)
      throw new ServiceError("CONFLICT", "The password was changed elsewhere in the meantime.");
    await updateUser(tx, person.id, { passwordHash });
    await dropSignInLinks(tx, person.id);
    const ended = await endSessions(tx, person.id, caller.sessionId ?? null);
    await audit(tx, caller, "account.password", `users/${person.id}`, `${ended} other sessions ended`);
    return { ended };
  });
}

/** Guesses count as they do at the sign-in page: a session that somebody else holds must not find the password out. */
async function checkCurrent(
  db: Services["db"],
  { id, passwordHash }: UserRecord,
  current: string | undefined,
): Promise<void> {
  if (passwordHash === null) return;
  const attempt = await takeTry(db, null, `password of ${id}`);
  if (attempt.wait > 0) throw wrongCurrent(`Too many attempts. Wait ${counted(attempt.wait, "second")}.`);
  const { fits } = await verifyPassword(current ?? "", passwordHash);
  if (!fits) throw wrongCurrent("This is not your current password.");
  await attempt.succeeded();
}

function wrongCurrent(message: string): ServiceError {
  return new ServiceError("VALIDATION", message, [{ path: "/current", message }]);
}
