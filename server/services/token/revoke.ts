import { withTransaction } from "#db/client";
import { getApiToken, revokeApiToken } from "#db/queries/api-tokens";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { isUuid } from "../ids.ts";
import { isAllowed } from "../permissions/actions.ts";
import type { Caller } from "../types.ts";

/** Ends an API token. Those of others take `token.manage`; those of the server and of owners take an owner. */
export async function revokeToken(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "token.revoke");
  await withTransaction(db, async (tx) => {
    const token = isUuid(id) ? await getApiToken(tx, id) : null;
    const own = token?.createdBy != null && token.createdBy === caller.personId;
    // What one may not see is not there.
    if (!token || !(own || isAllowed(caller.role, "token.manage")))
      throw new ServiceError("NOT_FOUND", `There is no token "${id}" of yours.`);
    const owners = token.createdBy === null || token.creatorRole === "owner";
    if (!own && owners && caller.role !== "owner")
      throw new ServiceError("FORBIDDEN", "Only an owner may revoke a token of an owner or of the server.");
    await revokeApiToken(tx, id);
    await audit(tx, caller, "token.revoke", `tokens/${id}`, `${token.name} (${token.role})`);
  });
  return DONE;
}
