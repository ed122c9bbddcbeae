import type { RunRecord } from "#db/rows";
import { runIdOf } from "#server/engine/ids";
import { csvLine } from "../../csv.ts";
import { iso } from "../../views.ts";
import type { Exported } from "./exported.ts";

type Cell = string | number | null;

const COLUMNS: readonly (readonly [name: string, of: (run: RunRecord) => Cell])[] = [
  ["run_id", ({ treeId, no }) => runIdOf(treeId, no)],
  ["parent_id", ({ treeId, parentNo }) => (parentNo === null ? null : runIdOf(treeId, parentNo))],
  ["path", ({ path }) => path],
  ["depth", ({ depth }) => depth],
  ["label", ({ label }) => label],
  ["workflow", ({ slug }) => slug],
  ["revision", ({ revision }) => revision],
  ["status", ({ status }) => status],
  ["started_at", ({ startedAt }) => iso(startedAt)],
  ["ended_at", ({ endedAt }) => (endedAt === null ? null : iso(endedAt))],
  ["duration_ms", ({ startedAt, endedAt }) => (endedAt === null ? null : endedAt - startedAt)],
  ["retries", ({ retries }) => retries],
  ["tokens", ({ tokens }) => tokens],
  ["cost_usd", ({ costUsd }) => costUsd],
  ["failure", ({ failure }) => failure],
];

/** A line a run, in the order in which they started. */
export function treeCsv({ runs }: Exported): string {
  const lines = [
    csvLine(COLUMNS.map(([name]) => name)),
    ...runs.map((run) => csvLine(COLUMNS.map(([, of]) => of(run)))),
  ];
  return `${lines.join("\n")}\n`;
}
