import { withTransaction } from "#db/client";
import { revokeShareLink } from "#db/queries/share-links";
import { DONE, type Done } from "../access-types.ts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import { isUuid } from "../ids.ts";
import type { Caller } from "../types.ts";

/** Ends a link at once. */
export async function revokeShare(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<Done> {
  authorize(caller, "share.revoke");
  await withTransaction(db, async (tx) => {
    const treeId = isUuid(id) ? await revokeShareLink(tx, id) : null;
    if (treeId === null) throw new ServiceError("NOT_FOUND", `There is no link "${id}" that still works.`);
    await audit(tx, caller, "share.revoke", `runs/${treeId}`, `link ${id}`);
  });
  return DONE;
}
