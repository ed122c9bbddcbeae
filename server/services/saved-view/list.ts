import { listSavedViews } from "#db/queries/saved-views";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { SavedList } from "../inputs.ts";
import type { Caller } from "../types.ts";
import type { SavedView } from "../workspace-types.ts";
import { savedView } from "./view.ts";

/** The caller's own views of a list, then those that all share. */
export async function listViews(
  { db }: Services,
  caller: Caller,
  { list }: { readonly list: SavedList },
): Promise<readonly SavedView[]> {
  authorize(caller, "view.read");
  const views = await listSavedViews(db.sql, list, caller.actor.id);
  return views.map((view) => savedView(view, caller));
}
