import { runIdOf } from "#server/engine/ids";
import { type Account, livingAccountOf, parentOf } from "#server/engine/recursion/account";
import { DIMENSIONS } from "#server/engine/recursion/amounts";
import type { TreeState } from "#server/engine/run/state";
import { activeMsAt } from "#server/engine/run/still";
import { runAt } from "#server/engine/run/tree";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { findRun } from "./find-run.ts";
import type { LedgerRow } from "./levels.ts";

/** An account that counts what a run uses. */
export type AccountRow = {
  /** Run whose account it is: with all below it that have none of their own. */
  readonly runId: string;
  readonly no: number;
  readonly label: string | null;
  /** `granted` = its limit was carved out of the account above. */
  readonly rows: readonly (LedgerRow & { readonly granted: boolean })[];
};
/** From the run's own account, or the one that it counts in, up to the tree's. */
export type RunLedger = { readonly id: string; readonly accounts: readonly AccountRow[] };

/** Every account that counts what a run uses: what is spent and reserved in each, and of how much. */
export async function runLedger(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunLedger> {
  authorize(caller, "run.read");
  const { run } = await findRun(services, id);
  const tree = await services.host.inspect(run.treeId);
  const accounts: AccountRow[] = [];
  let at: Account | null = livingAccountOf(tree, runAt(tree, run.no));
  for (; at; at = parentOf(tree, at)) accounts.push(accountRow(tree, at));
  return { id, accounts };
}

function accountRow(tree: TreeState, { run, spent, reserved, limit, granted }: Account): AccountRow {
  const rows: AccountRow["rows"] = DIMENSIONS.map((dimension) => ({
    dimension,
    spent: spent[dimension],
    reserved: reserved[dimension],
    limit: limit[dimension],
    granted: granted[dimension] === true,
  }));
  const time = {
    dimension: "activeMs",
    spent: activeMsAt(tree, Date.now()),
    reserved: 0,
    limit: tree.limits.recursionTimeoutMs,
    granted: false,
  } as const;
  return {
    runId: runIdOf(tree.treeId, run),
    no: run,
    label: tree.runs[run]?.label ?? null,
    rows: run === 0 ? [...rows, time] : rows,
  };
}
