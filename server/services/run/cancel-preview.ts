import { countOpenBelow } from "#db/queries/list-runs";
import { undoableBelow } from "#server/engine/recovery/end-run";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, CancelPreview } from "../types.ts";
import { findRun } from "./find-run.ts";

/** What cancelling a run would stop at this moment. */
export async function cancelPreview(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<CancelPreview> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const [open, tree] = await Promise.all([
    countOpenBelow(services.db.sql, run.treeId, run.no),
    run.endedAt === null ? services.host.inspect(run.treeId) : null,
  ]);
  return { ...open, undoable: tree ? undoableBelow(tree, run.no) : 0 };
}
