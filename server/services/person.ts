import type { Sql, Transaction } from "#db/client";
import { countOtherOwners, findOwner, getUser, lockUser } from "#db/queries/users";
import type { UserRecord } from "#db/rows";
import { ServiceError } from "./errors.ts";
import { isUuid } from "./ids.ts";
import { atLeast } from "./permissions/actions.ts";
import type { Caller, Role } from "./types.ts";

/** The caller as a person with an account. Tokens and the server itself are none. */
export async function ownAccount(sql: Sql, caller: Caller): Promise<UserRecord> {
  const user =
    caller.actor.kind === "user" && isUuid(caller.actor.id) ? await getUser(sql, caller.actor.id) : null;
  if (!user)
    throw new ServiceError("FORBIDDEN", "Only somebody who is signed in has an account. A token has none.");
  return user;
}

/** Whose rights something new carries: the caller's, or the owner's for what the server's own tokens make. */
export async function personBehind(sql: Sql, caller: Caller): Promise<string> {
  if (caller.personId !== undefined) return caller.personId;
  const owner = await findOwner(sql);
  if (!owner) throw new ServiceError("PRECONDITION_FAILED", "There is no owner.");
  return owner.id;
}

/** Locks a person whom the caller may change. Owners are only for owners to touch. */
export async function personToChange(tx: Transaction, caller: Caller, id: string): Promise<UserRecord> {
  const person = isUuid(id) ? await lockUser(tx, id) : null;
  if (!person) throw new ServiceError("NOT_FOUND", `There is no person "${id}".`);
  if (person.role === "owner" && caller.role !== "owner")
    throw new ServiceError("FORBIDDEN", "Only an owner may change an owner.");
  return person;
}

/** Call it before an owner stops being one. */
export async function keepAnOwner(tx: Transaction, { id, role, disabledAt }: UserRecord): Promise<void> {
  if (role !== "owner" || disabledAt !== null) return;
  if ((await countOtherOwners(tx, id)) > 0) return;
  throw new ServiceError("CONFLICT", "This is the last owner. Make somebody else an owner first.");
}

/** Nobody gives away more than they have. */
export function mayGive(caller: Caller, role: Role): void {
  if (atLeast(caller.role, role)) return;
  throw new ServiceError("FORBIDDEN", `Your role (${caller.role}) cannot give away ${role}.`);
}
