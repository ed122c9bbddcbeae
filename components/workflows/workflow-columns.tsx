"use client";
import type { WorkflowSummary } from "#server/services/types";
import { StartButton } from "../runs";
import { Ago, Badge, formatCount, Span } from "../ui";
import type { Column } from "../ui/data-table";
import { DraftMark } from "./draft-mark";
import { Recursion } from "./recursion";
import { RunTicks } from "./run-ticks";

const NONE = <span className="text-ink-faint">–</span>;

export const WORKFLOW_COLUMNS: readonly Column<WorkflowSummary>[] = [
  {
    id: "name",
    label: "Workflow",
    width: "minmax(180px, 1fr)",
    fixed: true,
    sort: "asc",
    cell: (workflow) => (
      <div className="min-w-0">
        <p className="flex min-w-0 items-center gap-2">
          <span className="truncate font-medium text-ui">{workflow.name}</span>
          <span className="truncate font-mono text-ink-faint max-sm:hidden">
            {workflow.slug}
            {workflow.revision === 0 ? "" : `@${workflow.revision}`}
          </span>
          <DraftMark revision={workflow.revision} draft={workflow.draft} />
          {workflow.demo ? <Badge>Demo</Badge> : null}
        </p>
        <p className="truncate text-ink-muted">{workflow.description}</p>
      </div>
    ),
  },
  {
    id: "recursion",
    label: "Recursion",
    width: "128px",
    priority: 3,
    cell: (workflow) => <Recursion recursion={workflow.recursion} revision={workflow.revision} />,
  },
  {
    id: "ticks",
    label: "Last 20 runs",
    width: "148px",
    priority: 2,
    cell: (workflow) => <RunTicks runs={workflow.lastRuns} />,
  },
  {
    id: "runs",
    label: "Runs",
    width: "76px",
    align: "right",
    priority: 3,
    sort: "desc",
    cell: ({ recent }) => (
      <span className="font-mono" title={`in the last ${recent.days} days`}>
        {formatCount(recent.runs)}
      </span>
    ),
  },
  {
    id: "success",
    label: "Success",
    width: "88px",
    align: "right",
    priority: 2,
    sort: "desc",
    cell: ({ recent }) => <Success recent={recent} />,
  },
  {
    id: "p95",
    label: "p95",
    width: "96px",
    align: "right",
    priority: 3,
    sort: "desc",
    cell: ({ recent }) => (recent.p95DurationMs === null ? NONE : <Span ms={recent.p95DurationMs} />),
  },
  {
    id: "updated",
    label: "Updated",
    width: "150px",
    align: "right",
    priority: 3,
    sort: "desc",
    cell: (workflow) => (
      <div className="min-w-0 text-ink-muted">
        <Ago at={workflow.updatedAt} />
        <p className="truncate text-ink-faint text-micro">by {workflow.updatedBy}</p>
      </div>
    ),
  },
  {
    id: "nodes",
    label: "Nodes",
    width: "72px",
    align: "right",
    optional: true,
    priority: 3,
    cell: (workflow) => <span className="font-mono">{workflow.nodes}</span>,
  },
  {
    id: "start",
    label: "Start",
    width: "112px",
    align: "right",
    fixed: true,
    head: <span className="sr-only">Start</span>,
    cell: ({ slug, name, revision }) =>
      revision === 0 ? null : <StartButton slug={slug} name={name} look="plain" size="small" />,
  },
];

export const WORKFLOW_SORTS = WORKFLOW_COLUMNS.filter((column) => column.sort).map((column) => column.id);

/** The share with the n that it is of: 100 % of two is not 100 % of two hundred. */
function Success({ recent }: Pick<WorkflowSummary, "recent">) {
  if (recent.successShare === null) return NONE;
  const percent = recent.successShare * 100;
  const text = percent === 100 || percent === 0 ? String(percent) : percent.toFixed(1);
  return (
    <span
      className="font-mono"
      title={`${recent.succeeded} of ${recent.ended} that ended in the last ${recent.days} days`}
    >
      {text}
      <span className="ml-1 font-sans text-ink-faint">%</span>
    </span>
  );
}
