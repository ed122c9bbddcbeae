import { withTransaction } from "#db/client";
import { endSessions } from "#db/queries/sessions";
import type { Ended } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { personToChange } from "../person.ts";
import type { Caller } from "../types.ts";

/** Signs a person out everywhere. */
export async function endPersonsSessions(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Ended> {
  authorize(caller, "user.sessions");
  return withTransaction(db, async (tx) => {
    const person = await personToChange(tx, caller, id);
    const ended = await endSessions(tx, id);
    if (ended > 0) await audit(tx, caller, "user.sessions", `users/${id}`, `${person.name}: ${ended} ended`);
    return { ended };
  });
}
