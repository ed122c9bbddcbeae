import { isUniqueViolation, withTransaction } from "#db/client";
import { updateUser } from "#db/queries/users";
import { foldEmail } from "#server/auth/email";
import type { Account } from "../access-types.ts";
import { accountOf } from "../access-views.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { ownAccount } from "../person.ts";
import type { Caller } from "../types.ts";

type Change = { readonly name?: string | undefined; readonly email?: string | undefined };

/** Changes one's own name or e-mail. */
export async function updateAccount(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { name, email: given }: Change,
): Promise<Account> {
  authorize(caller, "account.update");
  const email = given === undefined ? undefined : foldEmail(given);
  if (email === null)
    throw at("/email", "VALIDATION", "This is not an e-mail address, such as ada@example.org.");
  return withTransaction(db, async (tx) => {
    const before = await ownAccount(tx, caller);
    await updateUser(tx, before.id, {
      ...(name === undefined ? {} : { name }),
      ...(email === undefined ? {} : { email }),
    }).catch(refuseTaken);
    const after = await ownAccount(tx, caller);
    const detail = changes(before, after);
    if (detail !== "") await audit(tx, caller, "account.update", `users/${before.id}`, detail);
    return accountOf(after);
  });
}

type Shown = { readonly name: string; readonly email: string | null };

function changes(before: Shown, after: Shown): string {
  return (["name", "email"] as const)
    .filter((field) => before[field] !== after[field])
    .map((field) => `${field}: ${before[field] ?? "none"} → ${after[field]}`)
    .join(", ");
}

function refuseTaken(error: unknown): never {
  if (!isUniqueViolation(error, "users_email_unique")) throw error;
  throw at("/email", "CONFLICT", "Somebody else has this e-mail.");
}

function at(path: string, code: "VALIDATION" | "CONFLICT", message: string): ServiceError {
  return new ServiceError(code, message, [{ path, message }]);
}
