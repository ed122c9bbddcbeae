import { withTransaction } from "#db/client";
import { endSessions } from "#db/queries/sessions";
import { updateUser } from "#db/queries/users";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { keepAnOwner, mayGive, personToChange } from "../person.ts";
import type { Caller, Role } from "../types.ts";

/** Gives a person another role and ends their sessions: nobody goes on with the rights of before. */
export async function changeRole(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id, role }: { readonly id: string; readonly role: Role },
): Promise<Done> {
  authorize(caller, "user.role");
  mayGive(caller, role);
  await withTransaction(db, async (tx) => {
    const person = await personToChange(tx, caller, id);
    if (person.role === role) return;
    if (role !== "owner") await keepAnOwner(tx, person);
    await updateUser(tx, id, { role });
    await endSessions(tx, id);
    await audit(tx, caller, "user.role", `users/${id}`, `${person.name}: ${person.role} → ${role}`);
  });
  return DONE;
}
