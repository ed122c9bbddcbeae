import { readHead } from "#db/queries/read-head";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

/** Of a tree no more events than this are folded while somebody waits for an answer. */
export const MAX_EVENTS = 500_000;

/**
 * Refuses a tree that is not there or too long to be folded.
 * @param what What is not told of it then: "its past is shown".
 */
export async function checkFoldable(
  { db }: Pick<Services, "db">,
  treeId: string,
  what: string,
): Promise<void> {
  const found = await readHead(db.sql, treeId);
  if (!found) throw new ServiceError("NOT_FOUND", `There is no tree "${treeId}".`);
  if (found.head <= MAX_EVENTS) return;
  throw new ServiceError(
    "LIMIT_EXCEEDED",
    `This tree has ${found.head} events; ${what} up to ${MAX_EVENTS}. Read its journal with GET /api/v1/runs/${treeId}/events.`,
  );
}
