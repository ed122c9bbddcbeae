import { getSetting } from "#db/queries/settings";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";

export const NAME_KEY = "workspace.name";
export type WorkspaceFacts = { readonly name: string };

export async function workspaceFacts({ db }: Pick<Services, "db">, caller: Caller): Promise<WorkspaceFacts> {
  authorize(caller, "workspace.read");
  return { name: (await getSetting(db.sql, NAME_KEY)) ?? "Banyan" };
}
