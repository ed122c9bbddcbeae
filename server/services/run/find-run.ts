import { getRun } from "#db/queries/get-run";
import { getTree } from "#db/queries/get-tree";
import type { RunRecord, TreeRecord } from "#db/rows";
import { parseRunId } from "#server/engine/ids";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";

export type FoundRun = { readonly run: RunRecord; readonly tree: TreeRecord };

/** The header of a run and of its tree; NOT_FOUND for anything that is not the id of one. */
export async function findRun({ db }: Services, id: string): Promise<FoundRun> {
  const parsed = parseRunId(id);
  if (parsed) {
    const [run, tree] = await Promise.all([
      getRun(db.sql, parsed.treeId, parsed.no),
      getTree(db.sql, parsed.treeId),
    ]);
    if (run && tree) return { run, tree };
  }
  throw noRun(id);
}

export function noRun(id: string): ServiceError {
  return new ServiceError("NOT_FOUND", `There is no run "${id}".`);
}
