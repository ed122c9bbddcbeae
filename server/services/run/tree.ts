import { withTransaction } from "#db/client";
import { getTreeAsWritten } from "#db/queries/get-tree";
import { listRuns } from "#db/queries/list-runs";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { RunTreeInput } from "../inputs.ts";
import type { Caller, RunTreePage } from "../types.ts";
import { runSummary } from "../views.ts";
import { findRun, noRun } from "./find-run.ts";

/** The runs of a run's whole tree in order of start. */
export async function runTree(
  services: Services,
  caller: Caller,
  { id, cursor, limit }: RunTreeInput,
): Promise<RunTreePage> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const after = cursor ? checkedCursor(cursor) : -1;
  return await withTransaction(
    services.db,
    async (tx) => {
      const tree = await getTreeAsWritten(tx, run.treeId);
      if (!tree) throw noRun(id);
      const rows = await listRuns(tx, run.treeId, { after, limit: limit + 1 });
      const page = rows.slice(0, limit);
      return {
        data: page.map((row) => runSummary(row, tree)),
        total: tree.runs,
        seq: tree.head,
        nextCursor: rows.length > limit ? String(page.at(-1)?.no) : null,
      };
    },
    "isolation level repeatable read read only",
  );
}

function checkedCursor(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  const message = "This is no cursor of this list. Pass the nextCursor of the page before, unchanged.";
  throw new ServiceError("VALIDATION", message, [{ path: "/cursor", message }]);
}
