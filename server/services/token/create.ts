import { uuidv7 } from "uuidv7";
import { withTransaction } from "#db/client";
import { createApiToken, getApiToken } from "#db/queries/api-tokens";
import { hashOf, newApiToken } from "#server/auth/secrets";
import type { CreatedToken } from "../access-types.ts";
import { tokenRow } from "../access-views.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { mayGive, personBehind } from "../person.ts";
import type { Caller, Role } from "../types.ts";

type Wanted = { readonly name: string; readonly role: Role; readonly days: number | null };

const DAY_MS = 24 * 60 * 60_000;

/** Makes an API token with at most the caller's own rights. Its answer is the only place where it is to be seen. */
export async function createToken(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { name, role, days }: Wanted,
): Promise<CreatedToken> {
  authorize(caller, "token.create");
  mayGive(caller, role);
  const token = newApiToken();
  const id = uuidv7();
  const row = await withTransaction(db, async (tx) => {
    const createdBy = await personBehind(tx, caller);
    const lifetimeMs = days === null ? null : days * DAY_MS;
    await createApiToken(tx, { id, name, hash: hashOf(token), role, createdBy, lifetimeMs });
    const until = days === null ? "never expires" : `for ${days} days`;
    await audit(tx, caller, "token.create", `tokens/${id}`, `${name} (${role}, ${until})`);
    return getApiToken(tx, id);
  });
  if (!row) throw new Error("The token was not stored.");
  return { ...tokenRow(row), token };
}
