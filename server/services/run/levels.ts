import { DIMENSIONS, type Dimension } from "#server/engine/recursion/amounts";
import { type LevelMetrics, levelsOf } from "#server/engine/recursion/levels";
import type { TreeState } from "#server/engine/run/state";
import { activeMsAt } from "#server/engine/run/still";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { findRun } from "./find-run.ts";

/** The account of the whole tree; `limit: null` = none. */
export type LedgerRow = {
  readonly dimension: Dimension | "activeMs";
  readonly spent: number;
  readonly reserved: number;
  readonly limit: number | null;
};
export type RunLevels = {
  readonly treeId: string;
  readonly levels: readonly LevelMetrics[];
  readonly ledger: readonly LedgerRow[];
};

/** What each depth of the tree of a run has used and done, and the tree's account. */
export async function runLevels(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunLevels> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const tree = await services.host.inspect(run.treeId);
  return { treeId: run.treeId, levels: levelsOf(tree), ledger: ledgerOf(tree) };
}

function ledgerOf(tree: TreeState): readonly LedgerRow[] {
  const root = tree.accounts[0];
  if (!root) return [];
  const rows: LedgerRow[] = DIMENSIONS.map((dimension) => ({
    dimension,
    spent: root.spent[dimension],
    reserved: root.reserved[dimension],
    limit: root.limit[dimension],
  }));
  const { recursionTimeoutMs: limit } = tree.limits;
  return [...rows, { dimension: "activeMs", spent: activeMsAt(tree, Date.now()), reserved: 0, limit }];
}
