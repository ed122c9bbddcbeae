import type { Transaction } from "#db/client";
import { insertAudit } from "#db/queries/insert-audit";
import { createSession, revokeSession } from "#db/queries/sessions";
import type { UserRecord } from "#db/rows";
import { type CookieStyle, sessionCookie } from "./cookies.ts";
import { hashOf, newSecret } from "./secrets.ts";
import type { Visit } from "./visit.ts";

const DAY_MS = 24 * 60 * 60_000;
export const SESSION_IDLE_MS = DAY_MS / 2;
export const SESSION_LIFETIME_MS = 30 * DAY_MS;

/** Always a new session: the one that the browser had ends. Answers the cookie's value. */
export async function openSession(
  tx: Transaction,
  user: Pick<UserRecord, "id" | "name">,
  visit: Visit,
  { style, how }: { readonly style: CookieStyle; readonly how: string },
): Promise<string> {
  const cookie = newSecret();
  const previous = sessionCookie(visit.cookie, style);
  if (previous !== null) await revokeSession(tx, hashOf(previous));
  await createSession(tx, {
    hash: hashOf(cookie),
    userId: user.id,
    lifetimeMs: SESSION_LIFETIME_MS,
    address: visit.address,
    userAgent: visit.userAgent,
  });
  const actor = { kind: "user", id: user.id, name: user.name } as const;
  await insertAudit(tx, { actor, action: "session.start", object: `users/${user.id}`, detail: how });
  return cookie;
}
