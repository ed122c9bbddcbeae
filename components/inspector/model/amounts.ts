import type { Dimension } from "#server/engine/recursion/amounts";
import { formatCount, formatDuration } from "../../ui/format";
import { costText } from "./usage";

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
  if (counted === "costUsd") return amount === 0 ? "$0" : costText(amount);
  if (counted === "activeMs") return formatDuration(amount);
  return formatCount(Math.round(amount));
}
