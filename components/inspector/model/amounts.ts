import type { Dimension } from "#server/engine/recursion/amounts";
import { formatCost, formatCount, formatDuration } from "../../ui/format";

export type Counted = Dimension | "activeMs";

/** What the ledger counts, in words. */
export const COUNTED: Readonly<Record<Counted, string>> = {
  runs: "Runs",
  agents: "Agent attempts",
  nodes: "Nodes",
  tokens: "Tokens",
  costUsd: "Cost",
  activeMs: "Active time",
};

/** An amount in the unit of what is counted. */
export function amountText(counted: Counted, amount: number): string {
  if (counted === "costUsd") return formatCost(amount);
  if (counted === "activeMs") return formatDuration(amount);
  return formatCount(Math.round(amount));
}
