import { listRoots } from "#db/queries/list-roots";
import { parseRunId } from "#server/engine/ids";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { ListRunsInput } from "../inputs.ts";
import type { Caller, Page, RootSummary } from "../types.ts";
import { rootSummary } from "../views.ts";

/** Root runs, newest first. The cursor is the id of the last one: pages neither skip nor repeat while new runs start. */
export async function listRuns(
  { db }: Services,
  caller: Caller,
  { slug, status, cursor, limit }: ListRunsInput,
): Promise<Page<RootSummary>> {
  authorize(caller, "run.read");
  const before = cursor ? checkedCursor(cursor) : undefined;
  const roots = await listRoots(db.sql, {
    ...(slug === undefined ? {} : { slug }),
    ...(status === undefined ? {} : { statuses: [status] }),
    ...(before === undefined ? {} : { before }),
    limit: limit + 1,
  });
  const page = roots.slice(0, limit);
  const nextCursor = roots.length > limit ? (page.at(-1)?.tree.id ?? null) : null;
  return { data: page.map(rootSummary), nextCursor };
}

function checkedCursor(cursor: string): string {
  if (parseRunId(cursor)?.no === 0) return cursor;
  const message = "This is no cursor of this list. Pass the nextCursor of the page before, unchanged.";
  throw new ServiceError("VALIDATION", message, [{ path: "/cursor", message }]);
}
