import type {
  ContextDiffLine,
  ContextEntry,
  ContextReceipt,
  ContextSummary,
} from "#server/services/run/context-types";

import { costText, tokensText } from "./usage";

type Change = ContextDiffLine["change"];

/** In the order in which they matter to whoever asks why a child did not know something. */
const ORDER: readonly Change[] = ["dropped", "redacted", "compressed", "changed", "added", "inherited"];

export type DiffGroup = { readonly change: Change; readonly lines: readonly ContextDiffLine[] };

export function groupsOf(diff: readonly ContextDiffLine[]): readonly DiffGroup[] {
  return ORDER.map((change) => ({ change, lines: diff.filter((line) => line.change === change) })).filter(
    ({ lines }) => lines.length > 0,
  );
}

/** What the child has less than its parent, from 0 to 1; 0 when it has more. */
export function savedShare({ before, after }: Pick<ContextReceipt, "before" | "after">): number {
  return before.tokens === 0 ? 0 : Math.max(0, 1 - after.tokens / before.tokens);
}

/** How the hand-off came about, as a sentence. */
export function explainStrategy({ strategy, applied, why }: ContextReceipt): string {
  if (strategy === "start") return "The context begins with this run.";
  const reason = why === null ? "" : `: ${why}`;
  if (applied === "pinned") return `Only what is pinned was handed on${reason}.`;
  return strategy === applied
    ? `Handed on by ${strategy}${reason}.`
    : `Handed on by ${strategy}, which chose ${applied}${reason}.`;
}

/** What the run wrote itself since it started. */
export function writtenBy(entries: readonly ContextEntry[], atStart: boolean): readonly ContextEntry[] {
  return entries.filter((entry) => entry.own && (!atStart || entry.origin.nodeId !== null));
}

/** By whom a summary was made. */
export function summariserText({ agent, why }: ContextSummary): string {
  if (why === null) return `Written by agent ${agent}.`;
  const asked = agent === null ? "" : `agent ${agent}: `;
  return `The text's own sentences; ${asked}${why}.`;
}

/** What a summary cost this hand-off; `null` = nobody was asked, or nothing was said. */
export function summaryCostText({ known, usage }: ContextSummary): string | null {
  if (known) return "paid for before";
  return usage && `${tokensText(usage)}; cost ${costText(usage.costUsd)}`;
}
