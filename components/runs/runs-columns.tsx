"use client";
import type { ReactNode } from "react";
import type { RootSummary } from "#server/services/types";
import { useWorkspaceRun } from "../providers";
import {
  Absolute,
  Age,
  Ago,
  Duration,
  formatCost,
  formatCount,
  formatMany,
  revisionText,
  Status,
} from "../ui";
import type { Column } from "../ui/data-table";
import { current } from "./current";

/** A row with what is known of the run since it was listed. */
function Live({ run, cell }: { readonly run: RootSummary; readonly cell: Cell }) {
  return cell(current(run, useWorkspaceRun(run.id)));
}

type Cell = (run: RootSummary) => ReactNode;

const live =
  (cell: Cell): Cell =>
  (run) => <Live run={run} cell={cell} />;

const NOTHING = <span className="text-ink-faint">–</span>;

const startOf = (run: RootSummary) => run.startedAt ?? run.createdAt;

export const RUN_COLUMNS: readonly Column<RootSummary>[] = [
  {
    id: "status",
    label: "Status",
    width: "142px",
    fixed: true,
    cell: live((run) => <Status status={run.status} />),
  },
  {
    id: "workflow",
    label: "Workflow",
    width: "minmax(150px, 190px)",
    fixed: true,
    cell: (run) => (
      <span className="truncate font-medium">
        {run.workflow}
        <span className="font-mono font-normal text-ink-faint">{revisionText(run.revision)}</span>
        {/* A phone has no room for the column of labels, but runs are told apart by them. */}
        <span className="ml-1.5 font-normal text-ink-muted sm:hidden">{run.label}</span>
      </span>
    ),
  },
  {
    id: "label",
    label: "Label",
    width: "minmax(140px, 1fr)",
    priority: 2,
    cell: live((run) => (
      <span className="truncate text-ink-muted">
        {run.label ?? <span className="font-mono text-ink-faint">{run.id.slice(-12)}</span>}
        {run.failure ? <span className="ml-2 text-failed-ink">{run.failure.code}</span> : null}
      </span>
    )),
  },
  {
    id: "depth",
    label: "Depth",
    width: "84px",
    align: "right",
    priority: 3,
    sort: "desc",
    cell: live((run) => (
      <span className="font-mono">
        {run.deepest}
        <span className="text-ink-faint">/{run.maxDepth ?? "∞"}</span>
      </span>
    )),
  },
  figure("runs", "Runs", (run) => formatCount(run.runs)),
  figure("failed", "Failed", (run) =>
    run.failedRuns > 0 ? (
      <span className="text-failed-ink">{formatCount(run.failedRuns)}</span>
    ) : (
      <span className="text-ink-faint">0</span>
    ),
  ),
  plain("tokens", "Tokens", ({ tokens }) => (tokens > 0 ? formatMany(tokens) : NOTHING)),
  plain("cost", "Cost", ({ costUsd }) => (costUsd > 0 ? formatCost(costUsd) : NOTHING)),
  {
    id: "duration",
    label: "Duration",
    width: "100px",
    align: "right",
    priority: 2,
    sort: "desc",
    cell: live((run) => <Duration from={startOf(run)} to={run.endedAt} />),
  },
  {
    id: "started",
    label: "Started",
    width: "136px",
    align: "right",
    priority: 2,
    sort: "desc",
    cell: (run) => <Ago at={startOf(run)} className="text-ink-muted" />,
  },
  optional("actor", "Started by", "130px", (run) => <span className="truncate">{run.createdBy}</span>),
  optional("ended", "Ended", "170px", (run) =>
    run.endedAt ? (
      <Absolute at={run.endedAt} className="text-ink-muted" />
    ) : (
      <span className="text-ink-faint">not yet</span>
    ),
  ),
  optional("id", "Tree id", "290px", (run) => (
    <code className="truncate font-mono text-ink-muted">{run.treeId}</code>
  )),
];

function figure(id: string, label: string, cell: Cell): Column<RootSummary> {
  return {
    id,
    label,
    width: "72px",
    align: "right",
    priority: 3,
    sort: "desc",
    cell: live((run) => <span className="font-mono">{cell(run)}</span>),
  };
}

/** Cannot be sorted by; has room for a unit. */
function plain(id: string, label: string, cell: Cell): Column<RootSummary> {
  const { sort: _, ...column } = figure(id, label, cell);
  return { ...column, width: "88px" };
}

function optional(id: string, label: string, width: string, cell: Cell): Column<RootSummary> {
  return { id, label, width, optional: true, priority: 2, cell };
}

/** What a phone has no columns for. */
export const runDetail = live((run) => (
  <>
    <Age at={startOf(run)} /> · <Duration from={startOf(run)} to={run.endedAt} />
    {run.costUsd > 0 ? ` · ${formatCost(run.costUsd)}` : ""}
  </>
));

export const SORTS = RUN_COLUMNS.filter((column) => column.sort).map((column) => column.id);
