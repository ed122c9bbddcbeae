import { uuidv7 } from "uuidv7";
import { isUniqueViolation, type Transaction, withTransaction } from "#db/client";
import { countSavedViews, insertSavedView, updateSavedView } from "#db/queries/saved-views";
import type { SavedViewRecord } from "#db/rows";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { SaveViewInput } from "../inputs.ts";
import type { Caller } from "../types.ts";
import type { SavedView } from "../workspace-types.ts";
import { changeableView, checkedQuery, nameTaken, savedView } from "./view.ts";

const MAX_VIEWS = 200;

/** Saves a query of a list under a name, or overwrites a view. What all share takes an editor. */
export async function saveView({ db }: Services, caller: Caller, input: SaveViewInput): Promise<SavedView> {
  authorize(caller, input.shared ? "view.share" : "view.save");
  const query = checkedQuery(input.list, input.query);
  const saved = await withTransaction(db, async (tx) => {
    const view =
      input.id === undefined
        ? await create(tx, caller, { ...input, query })
        : await overwrite(tx, caller, { ...input, id: input.id, query });
    const action = view.shared ? "view.share" : "view.save";
    await audit(tx, caller, action, `views/${view.id}`, `${view.list}: ${view.name}`);
    return view;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? nameTaken(input.name) : error;
  });
  return savedView(saved, caller);
}

type Draft = Pick<SavedViewRecord, "list" | "name" | "shared" | "query">;

async function create(
  tx: Transaction,
  caller: Caller,
  { list, name, shared, query }: Draft,
): Promise<SavedViewRecord> {
  const { id: ownerId, name: ownerName } = caller.actor;
  if ((await countSavedViews(tx, ownerId)) >= MAX_VIEWS)
    throw new ServiceError("LIMIT_EXCEEDED", `A person saves ${MAX_VIEWS} views at most. Delete one first.`);
  const view = await insertSavedView(tx, { id: uuidv7(), list, name, ownerId, ownerName, shared, query });
  if (!view) throw nameTaken(name);
  return view;
}

async function overwrite(
  tx: Transaction,
  caller: Caller,
  { id, list, name, shared, query }: Draft & { readonly id: string },
): Promise<SavedViewRecord> {
  const before = await changeableView(tx, caller, id);
  if (before.list !== list) {
    const message = `This view is of the list of ${before.list}.`;
    throw new ServiceError("VALIDATION", message, [{ path: "/list", message }]);
  }
  const view = await updateSavedView(tx, { id, name, shared, query });
  if (!view) throw new ServiceError("NOT_FOUND", `There is no view "${id}".`);
  return view;
}
