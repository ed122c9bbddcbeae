import { treeSnapshot as readTree, type TreeWithRows } from "#db/queries/tree-snapshot";
import { parseRunId } from "#server/engine/ids";
import type { Status, TreeSnapshot } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller } from "../types.ts";

/** All rows of a tree with the seq that they reflect: where a live subscription goes on from. */
export async function treeSnapshot(
  services: Services,
  caller: Caller,
  { treeId }: { readonly treeId: string },
): Promise<TreeSnapshot> {
  authorize(caller, "run.read");
  const found = await readSnapshot(services, treeId);
  if (!found) throw new ServiceError("NOT_FOUND", `There is no tree "${treeId}".`);
  return found;
}

/** Without authorisation, for the live feed; `null` = no such tree. */
export async function readSnapshot(
  { db, incarnation }: Pick<Services, "db" | "incarnation">,
  treeId: string,
): Promise<TreeSnapshot | null> {
  if (parseRunId(treeId)?.no !== 0) return null;
  const found = await readTree(db, treeId);
  return found && { incarnation, seq: found.tree.head, tree: summaryOf(found), rows: found.rows };
}

function attentionOf({ status, failure }: TreeWithRows["tree"]): Pick<TreeSnapshot["tree"], "attention"> {
  if (status !== "needs_attention" || failure === null) return {};
  return { attention: (JSON.parse(failure) as { readonly message: string }).message };
}

function summaryOf({ tree, name, startedAt }: TreeWithRows): TreeSnapshot["tree"] {
  return {
    treeId: tree.id,
    slug: tree.slug,
    name,
    revision: tree.revision,
    status: tree.status as Status,
    paused: tree.status === "paused",
    startedAt,
    endedAt: tree.endedAt?.getTime() ?? null,
    maxDepth: tree.maxDepth,
    maxRuns: tree.maxRuns,
    ...attentionOf(tree),
  };
}
