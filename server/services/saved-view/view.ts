import * as z from "zod";
import type { Sql } from "#db/client";
import { findSavedView } from "#db/queries/saved-views";
import type { SavedViewRecord } from "#db/rows";
import { authorize, isAllowed } from "../authorize.ts";
import { ServiceError } from "../errors.ts";
import { listRunsInput, type SavedList } from "../inputs.ts";
import type { Caller } from "../types.ts";
import type { SavedView } from "../workspace-types.ts";

const value = z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(200)).max(50)]);
const plain = z
  .record(z.string().max(64), value)
  .refine((query) => Object.keys(query).length <= 40, "too many fields");
/** What a view of each list may hold: never a place in it. */
const QUERY: Readonly<Record<SavedList, z.ZodType>> = {
  runs: listRunsInput.omit({ cursor: true, limit: true }).partial(),
  workflows: plain,
  modifications: plain,
  alerts: plain,
};
const MAX_CHARACTERS = 8_000;

/** The query as text, or VALIDATION with the places that are wrong. */
export function checkedQuery(list: SavedList, query: Readonly<Record<string, unknown>>): string {
  const { error } = QUERY[list].safeParse(query);
  if (error) {
    const details = error.issues.map(({ path, message }) => ({ path: `/query/${path.join("/")}`, message }));
    throw new ServiceError("VALIDATION", `This is no query of the list of ${list}.`, details);
  }
  const text = JSON.stringify(query);
  if (text.length > MAX_CHARACTERS)
    throw new ServiceError("VALIDATION", `A view holds ${MAX_CHARACTERS} characters at most.`);
  return text;
}

/** A view that the caller may change: their own, or a shared one if their role allows it. */
export async function changeableView(tx: Sql, caller: Caller, id: string): Promise<SavedViewRecord> {
  const view = await findSavedView(tx, id, caller.actor.id);
  if (!view) throw new ServiceError("NOT_FOUND", `There is no view "${id}".`);
  if (view.shared && !isAllowed(caller.role, "view.share")) authorize(caller, "view.share");
  return view;
}

export function nameTaken(name: string): ServiceError {
  const message = `There is a view "${name}" already. Choose another name, or overwrite that one.`;
  return new ServiceError("CONFLICT", message, [{ path: "/name", message: "is taken" }]);
}

export function savedView(record: SavedViewRecord, caller: Caller): SavedView {
  const { id, list, name, shared, ownerId, ownerName, query, updatedAt } = record;
  return {
    id,
    list: list as SavedList,
    name,
    shared,
    owner: ownerName,
    own: ownerId === caller.actor.id,
    query: JSON.parse(query) as SavedView["query"],
    updatedAt: updatedAt.toISOString(),
  };
}
