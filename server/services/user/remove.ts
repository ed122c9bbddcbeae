import { withTransaction } from "#db/client";
import { removeUser } from "#db/queries/users";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { keepAnOwner, personToChange } from "../person.ts";
import type { Caller } from "../types.ts";

/** Removes a person with all sessions, tokens and invitations. The audit log keeps what they did. */
export async function removePerson(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "user.remove");
  if (caller.personId === id)
    throw new ServiceError("CONFLICT", "You cannot remove yourself. Ask another admin.");
  await withTransaction(db, async (tx) => {
    const person = await personToChange(tx, caller, id);
    await keepAnOwner(tx, person);
    await removeUser(tx, id);
    const email = person.email === null ? "" : ` <${person.email}>`;
    await audit(tx, caller, "user.remove", `users/${id}`, `${person.name}${email} (${person.role})`);
  });
  return DONE;
}
