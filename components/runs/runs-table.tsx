"use client";
import type { RootSummary } from "#server/services/types";
import { useWorkspaceRun } from "../providers";
import { Ago, Duration, formatCount, Link, revisionText, Status, Table, Td, Th, Tr } from "../ui";
import { current } from "./current";

type RunsTableProps = { readonly runs: readonly RootSummary[]; readonly hideWorkflow?: boolean };

/** Root runs, newest first. */
export function RunsTable({ runs, hideWorkflow = false }: RunsTableProps) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Status</Th>
          {hideWorkflow ? null : <Th>Workflow</Th>}
          <Th className="w-full">Label</Th>
          <Th align="right" className="max-md:hidden">
            Depth
          </Th>
          <Th align="right" className="max-sm:hidden">
            Runs
          </Th>
          <Th align="right" className="max-md:hidden">
            Failed
          </Th>
          <Th align="right" className="max-sm:hidden">
            Duration
          </Th>
          <Th align="right">Started</Th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunTableRow key={run.id} run={run} hideWorkflow={hideWorkflow} />
        ))}
      </tbody>
    </Table>
  );
}

type RunTableRowProps = { readonly run: RootSummary; readonly hideWorkflow: boolean };

function RunTableRow({ run: listed, hideWorkflow }: RunTableRowProps) {
  const run = current(listed, useWorkspaceRun(listed.id));
  const started = run.startedAt ?? run.createdAt;
  return (
    <Tr data-testid="run-row" data-run-id={run.id} data-status={run.status}>
      <Td>
        <Link
          href={`/runs/${run.id}`}
          aria-label={`${run.workflow}, ${run.status}, ${run.label ?? run.id}`}
          className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          <Status status={run.status} />
        </Link>
      </Td>
      {hideWorkflow ? null : (
        <Td className="font-medium">
          {run.workflow}
          <span className="font-mono font-normal text-ink-faint">{revisionText(run.revision)}</span>
        </Td>
      )}
      <Td className="max-w-0 truncate text-ink-muted">
        {run.label ?? <span className="font-mono text-ink-faint">{run.id.slice(-12)}</span>}
        {run.failure ? <span className="ml-2 text-failed-ink">{run.failure.code}</span> : null}
      </Td>
      <Td align="right" className="font-mono max-md:hidden">
        {run.deepest}
        <span className="text-ink-faint">/{run.maxDepth ?? "∞"}</span>
      </Td>
      <Td align="right" className="font-mono max-sm:hidden">
        {formatCount(run.runs)}
      </Td>
      <Td align="right" className="font-mono max-md:hidden">
        {run.failedRuns > 0 ? (
          <span className="text-failed-ink">{formatCount(run.failedRuns)}</span>
        ) : (
          <span className="text-ink-faint">0</span>
        )}
      </Td>
      <Td align="right" className="max-sm:hidden">
        <Duration from={started} to={run.endedAt} />
      </Td>
      <Td align="right" className="text-ink-muted">
        <Ago at={started} />
      </Td>
    </Tr>
  );
}
