import { withTransaction } from "#db/client";
import { disableUser } from "#db/queries/users";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { personToChange } from "../person.ts";
import type { Caller } from "../types.ts";

/** Lets a disabled person sign in again; their tokens work again, too. */
export async function enablePerson(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "user.enable");
  await withTransaction(db, async (tx) => {
    const person = await personToChange(tx, caller, id);
    if (person.disabledAt === null) return;
    await disableUser(tx, id, false);
    await audit(tx, caller, "user.enable", `users/${id}`, person.name);
  });
  return DONE;
}
