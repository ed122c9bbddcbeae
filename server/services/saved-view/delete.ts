import { withTransaction } from "#db/client";
import { deleteSavedView } from "#db/queries/saved-views";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { changeableView } from "./view.ts";

/** Deletes a view of the caller's own, or a shared one. */
export async function deleteView(
  { db }: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<{ readonly id: string }> {
  authorize(caller, "view.save");
  await withTransaction(db, async (tx) => {
    const { shared, list, name } = await changeableView(tx, caller, id);
    await deleteSavedView(tx, id);
    await audit(tx, caller, shared ? "view.share" : "view.save", `views/${id}`, `deleted ${list}: ${name}`);
  });
  return { id };
}
