import { recentRevisions } from "#db/queries/overview";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { RecentChange } from "../overview-types.ts";
import type { Caller } from "../types.ts";

const SHOWN = 10;

/** What was published lately, by whom. */
export async function overviewChanges({ db }: Services, caller: Caller): Promise<readonly RecentChange[]> {
  authorize(caller, "workflow.read");
  const revisions = await recentRevisions(db.sql, SHOWN);
  return revisions.map(({ slug, name, revision, createdAt, createdBy, demo }) => ({
    kind: "published",
    at: createdAt.toISOString(),
    by: createdBy,
    workflow: slug,
    name,
    revision,
    demo,
  }));
}
