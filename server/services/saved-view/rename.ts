import { isUniqueViolation, withTransaction } from "#db/client";
import { updateSavedView } from "#db/queries/saved-views";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";
import type { SavedView } from "../workspace-types.ts";
import { changeableView, nameTaken, savedView } from "./view.ts";

/** Gives a view another name. */
export async function renameView(
  { db }: Services,
  caller: Caller,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<SavedView> {
  authorize(caller, "view.save");
  const renamed = await withTransaction(db, async (tx) => {
    const before = await changeableView(tx, caller, id);
    const view = await updateSavedView(tx, { ...before, name });
    const action = before.shared ? "view.share" : "view.save";
    await audit(tx, caller, action, `views/${id}`, `${before.name} is now ${name}`);
    return view;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(name) : error;
  });
  if (!renamed) throw new ServiceError("NOT_FOUND", `There is no view "${id}".`);
  return savedView(renamed, caller);
}
