import { NOTHING_SPENT, sum } from "#server/engine/fork/spent";
import type { RetryPreview } from "#server/services/types-retry";
import { formatCount } from "../../ui/format";

/** The server takes no more. */
export const AT_ONCE = 100;
export type From = "failure" | "start";
type Found = RetryPreview["data"];

type Chosen = { readonly id: string; readonly status: string; readonly parentId: string | null };

/** Which of the chosen runs the server is asked for: it takes so many at once, so what cannot be retried takes no place from one that can. */
export function askedFor(chosen: readonly Chosen[]): string[] {
  const sorted = chosen.toSorted((a, b) => Number(isRetriable(b)) - Number(isRetriable(a)));
  return sorted.slice(0, AT_ONCE).map(({ id }) => id);
}

/** A run below the root is retried with its tree. */
function isRetriable({ status, parentId }: Omit<Chosen, "id">): boolean {
  return parentId === null && (status === "failed" || status === "cancelled");
}

/** How many of the chosen runs a retry is for. */
export function retriedOf(chosen: readonly Omit<Chosen, "id">[]): number {
  return Math.min(chosen.filter(isRetriable).length, AT_ONCE);
}

/** `1 run`, `3 runs` */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Of those that would be retried. */
export function sumOf(found: Found) {
  const totals = found.flatMap((one) => one.totals ?? []);
  const spent = totals.map((total) => total.spent).reduce(sum, NOTHING_SPENT);
  return {
    trees: totals.length,
    again: totals.reduce((all, { again }) => all + again, 0),
    reused: totals.reduce((all, { stands, kept }) => all + stands + kept, 0),
    spent,
  };
}

/** Why some would not be retried, the commonest first. */
export function groupReasons(found: Found): readonly { readonly why: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { why } of found) if (why !== null) counts.set(why, (counts.get(why) ?? 0) + 1);
  return [...counts].map(([why, count]) => ({ why, count })).toSorted((a, b) => b.count - a.count);
}
