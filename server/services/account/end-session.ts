import { withTransaction } from "#db/client";
import { endSession } from "#db/queries/sessions";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { isUuid } from "../ids.ts";
import { ownAccount } from "../person.ts";
import type { Caller } from "../types.ts";

/** Ends one of one's own sessions. */
export async function endOwnSession(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "session.end");
  await withTransaction(db, async (tx) => {
    const { id: userId } = await ownAccount(tx, caller);
    if (!isUuid(id) || !(await endSession(tx, { userId, id })))
      throw new ServiceError("NOT_FOUND", "You have no such session.");
    await audit(tx, caller, "session.end", `users/${userId}`, "one session");
  });
  return DONE;
}
