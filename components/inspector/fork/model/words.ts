import type { ForkTotals, PlannedFate, Spent } from "#server/engine/fork/plan";
import { formatCount } from "../../../ui";
import { costText } from "../../model/usage";

export const FATE_WORD: Readonly<Record<PlannedFate, string>> = {
  stands: "Result stands",
  kept: "Result is reused",
  given: "Result is replaced",
  again: "Runs again",
  open: "Open, by its parts",
};

/** `3 runs, 12 attempts, 1,200 tokens, $0.10`; empty = it took nothing that is counted. */
export function spentText({ runs, attempts, tokens, costUsd }: Spent): string {
  return [
    counted(runs, "run"),
    counted(attempts, "attempt"),
    counted(tokens, "token"),
    costUsd > 0 ? costText(costUsd) : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

function counted(count: number, noun: string): string {
  return count === 0 ? "" : `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** `Reuses 3 results, 1 of them although what it depends on changes; replaces 1; runs 4 places again.` */
export function totalsText({ stands, kept, given, again }: ForkTotals): string {
  const reused = stands + kept;
  const although = kept > 0 ? `, ${formatCount(kept)} of them because you say so` : "";
  const replaced = given > 0 ? `; replaces ${formatCount(given)}` : "";
  return `Reuses ${counted(reused, "result") || "nothing"}${although}${replaced}; runs ${counted(again, "place") || "nothing"} again.`;
}
