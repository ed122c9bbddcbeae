import { withTransaction } from "#db/client";
import { revokeInvitation } from "#db/queries/invitations";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { isUuid } from "../ids.ts";
import type { Caller } from "../types.ts";

/** Ends an invitation that nobody has accepted yet. */
export async function revokeOpenInvitation(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "invitation.revoke");
  await withTransaction(db, async (tx) => {
    const revoked = isUuid(id) ? await revokeInvitation(tx, id) : null;
    if (!revoked) throw new ServiceError("NOT_FOUND", `There is no open invitation "${id}".`);
    await audit(tx, caller, "invitation.revoke", `invitations/${id}`, revoked.note ?? revoked.role);
  });
  return DONE;
}
