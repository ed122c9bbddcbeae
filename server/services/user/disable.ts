import { withTransaction } from "#db/client";
import { endSessions } from "#db/queries/sessions";
import { dropSignInLinks } from "#db/queries/sign-in-links";
import { disableUser } from "#db/queries/users";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { keepAnOwner, personToChange } from "../person.ts";
import type { Caller } from "../types.ts";

/** Shuts a person out at once: sessions and links end, tokens and invitations do nothing until the person is enabled again. */
export async function disablePerson(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "user.disable");
  if (caller.personId === id)
    throw new ServiceError("CONFLICT", "You cannot disable yourself. Ask another admin.");
  await withTransaction(db, async (tx) => {
    const person = await personToChange(tx, caller, id);
    if (person.disabledAt !== null) return;
    await keepAnOwner(tx, person);
    await disableUser(tx, id, true);
    await endSessions(tx, id);
    await dropSignInLinks(tx, id);
    await audit(tx, caller, "user.disable", `users/${id}`, person.name);
  });
  return DONE;
}
