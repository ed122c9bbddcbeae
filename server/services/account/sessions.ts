import { listSessions } from "#db/queries/sessions";
import { SESSION_IDLE_MS } from "#server/auth/open-session";
import type { SessionRow } from "../access-types.ts";
import { sessionRow } from "../access-views.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ownAccount } from "../person.ts";
import type { Caller } from "../types.ts";

/** One's own open sessions, last used first. */
export async function ownSessions(
  { db }: Pick<Services, "db">,
  caller: Caller,
): Promise<readonly SessionRow[]> {
  authorize(caller, "account.read");
  const { id } = await ownAccount(db.sql, caller);
  return (await listSessions(db.sql, id, SESSION_IDLE_MS)).map((row) => sessionRow(row, caller.sessionId));
}
