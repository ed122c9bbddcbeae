import { readPins } from "#db/queries/drafts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, DraftPins } from "../types.ts";
import { noWorkflow } from "./no-workflow.ts";

/** What is pinned to nodes of the draft. */
export async function draftPins(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { slug }: { readonly slug: string },
): Promise<DraftPins> {
  authorize(caller, "workflow.read");
  const row = await readPins(db.sql, slug);
  if (!row) throw noWorkflow(slug);
  return { slug, pins: pinsIn(row.draftPins) };
}

export function pinsIn(text: string | null): DraftPins["pins"] {
  return text === null ? {} : (JSON.parse(text) as DraftPins["pins"]);
}
