import { listDetachedBelow } from "#db/queries/detached-trees";
import { countOpenBelow } from "#db/queries/list-runs";
import { undoableBelow } from "#server/engine/recovery/end-run";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, CancelPreview, DetachedReach } from "../types.ts";
import { findRun } from "./find-run.ts";

const DETACHED_SHOWN = 100;

/** What cancelling a run would stop at this moment. */
export async function cancelPreview(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<CancelPreview> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const { sql } = services.db;
  const [open, detached, tree] = await Promise.all([
    countOpenBelow(sql, run.treeId, run.no),
    listDetachedBelow(sql, run.treeId, run.no, DETACHED_SHOWN),
    run.endedAt === null ? services.host.inspect(run.treeId) : null,
  ]);
  return {
    ...open,
    undoable: tree ? undoableBelow(tree, run.no) : 0,
    detached: detached as readonly DetachedReach[],
  };
}
