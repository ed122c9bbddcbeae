import { findTreesByKeys } from "#db/queries/get-tree";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

/** A tree is retried so often; after that the last of those is. */
const MOST = 50;

/**
 * Names the next retry of a tree, so that whoever asks for it at the same time, or again because the answer was lost, starts
 * it once. Refused while an earlier one goes on.
 */
export async function nextRetry({ db }: Services, treeId: string): Promise<string> {
  const keys = Array.from({ length: MOST }, (_, no) => `retry:${treeId}:${no}`);
  const earlier = await findTreesByKeys(db.sql, keys);
  const open = earlier.find(({ endedAt }) => endedAt === null);
  if (open) throw new ServiceError("CONFLICT", retriedBy(open.id));
  const next =
    keys[1 + Math.max(-1, ...earlier.map(({ idempotencyKey }) => keys.indexOf(idempotencyKey ?? "")))];
  if (next === undefined)
    throw new ServiceError(
      "CONFLICT",
      `It has been retried ${MOST} times: retry the last of those, or fork it.`,
    );
  return next;
}

export function retriedBy(id: string): string {
  return `Run "${id}" retries it already: wait for its end, or cancel it first.`;
}
