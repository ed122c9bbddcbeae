import type { StatisticsRange } from "#server/services/types-statistics";

/** Spans of time that can be looked at, with their words. */
export const RANGES: readonly { readonly value: StatisticsRange; readonly label: string }[] = [
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "14d", label: "Last 14 days" },
  { value: "30d", label: "Last 30 days" },
  { value: "90d", label: "Last 90 days" },
];
export const USUAL: StatisticsRange = "14d";

/** What an address asks for. `workflow` absent = all. */
export type Scope = { readonly workflow?: string; readonly range: StatisticsRange };

export function scopeOf(params: Pick<URLSearchParams, "get">): Scope {
  const workflow = params.get("workflow");
  const range = RANGES.find(({ value }) => value === params.get("range"))?.value ?? USUAL;
  return workflow ? { workflow, range } : { range };
}

/** The list of the runs behind a point. */
export function runsOf(
  { workflow }: Scope,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const params = new URLSearchParams({ startedFrom: from, startedTo: to });
  if (workflow) params.set("workflow", workflow);
  return `/runs?${params}`;
}
