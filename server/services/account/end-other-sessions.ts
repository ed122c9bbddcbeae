import { withTransaction } from "#db/client";
import { endSessions } from "#db/queries/sessions";
import type { Ended } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ownAccount } from "../person.ts";
import type { Caller } from "../types.ts";

/** Signs oneself out everywhere but here. */
export async function endOtherSessions({ db }: Pick<Services, "db">, caller: Caller): Promise<Ended> {
  authorize(caller, "session.end");
  return withTransaction(db, async (tx) => {
    const { id } = await ownAccount(tx, caller);
    const ended = await endSessions(tx, id, caller.sessionId ?? null);
    if (ended > 0) await audit(tx, caller, "session.end", `users/${id}`, `${ended} other sessions`);
    return { ended };
  });
}
