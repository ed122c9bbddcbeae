"use client";
import { formatDuration } from "../ui";
import { nameOf } from "./model/forest";
import { standsAs } from "./model/row-marks";
import type { TreeStore } from "./model/tree-store";

/** Says which line is chosen, for views that are drawn and have no words of their own. */
export function ChosenRun({ store, active }: { readonly store: TreeStore; readonly active: string | null }) {
  return (
    <p aria-live="polite" className="sr-only" data-testid="chosen-run">
      {active === null ? "" : said(store, active)}
    </p>
  );
}

function said({ forest, tree }: TreeStore, active: string): string {
  if (!active.startsWith("r")) return "A group of runs";
  const row = forest.rows[Number(active.slice(1))];
  if (!row) return "";
  const began = formatDuration(row.startedAt - (forest.rows[0]?.startedAt ?? row.startedAt));
  const lasted = row.endedAt === null ? "goes on" : `took ${formatDuration(row.endedAt - row.startedAt)}`;
  return `${nameOf(row)}, ${standsAs(forest, row, tree?.paused ?? false).toLowerCase()}, depth ${row.depth}, began after ${began}, ${lasted}`;
}
