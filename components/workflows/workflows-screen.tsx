"use client";
import { useQuery } from "@tanstack/react-query";
import { Waypoints } from "lucide-react";
import { Suspense, useMemo } from "react";
import { ImportWorkflow } from "../exchange";
import { every, messageOf, requestIdOf, useTRPC } from "../providers";
import { PageHeader } from "../shell";
import {
  Button,
  CodeBlock,
  changeAddress,
  ErrorState,
  lazyPart,
  NeverHad,
  NoMatch,
  SkeletonRows,
  useAddress,
} from "../ui";
import { ColumnMenu, DataTable, parseColumns, parseSort, printColumns, printSort } from "../ui/data-table";
import { QueryBar, useQueryParam } from "../ui/query";
import { matching, sorted, WORKFLOW_FIELDS } from "./model/workflow-query";
import { NewWorkflow } from "./new-workflow";
import { RunTicks } from "./run-ticks";
import { WORKFLOW_COLUMNS, WORKFLOW_SORTS } from "./workflow-columns";

const CallGraphView = lazyPart(() => import("./call-graph-view"));

/** Events have it asked again at once; this is for when none come. */
const REFRESH_MS = 30_000;
/** Name and description, one below the other. */
const ROW = 56;

export function WorkflowsScreen() {
  const calls = useAddress().get("view") === "calls";
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Workflows" }]}
        actions={
          <>
            <Button
              size="small"
              look="quiet"
              aria-pressed={calls}
              onClick={() => changeAddress({ view: calls ? null : "calls", path: null })}
              className="aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
            >
              <Waypoints aria-hidden /> <span className="max-sm:sr-only">Calls</span>
            </Button>
            <ImportWorkflow />
            <NewWorkflow />
          </>
        }
      />
      <h1 className="sr-only">Workflows</h1>
      {calls ? (
        <Suspense fallback={<SkeletonRows rows={8} />}>
          <CallGraphView />
        </Suspense>
      ) : (
        <WorkflowsTable />
      )}
    </>
  );
}

function WorkflowsTable() {
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.workflows.list.queryOptions(), refetchInterval: every(REFRESH_MS) });
  const { text, query, setText } = useQueryParam(WORKFLOW_FIELDS);
  const params = useAddress();
  const sort = parseSort(params.get("sort") ?? "", WORKFLOW_SORTS);
  const choice = parseColumns(params.get("cols") ?? "", WORKFLOW_COLUMNS);
  const sorting = printSort(sort);
  const rows = useMemo(
    () => (list.data ? sorted(matching(list.data, query), parseSort(sorting, WORKFLOW_SORTS)) : undefined),
    [list.data, query, sorting],
  );
  return (
    <>
      <div className="flex shrink-0 items-start gap-1 border-b px-3 py-2">
        <QueryBar
          label="Filter workflows"
          placeholder="Search by name, or filter by draft, recursion, success…"
          fields={WORKFLOW_FIELDS}
          text={text}
          onChange={setText}
        />
        <ColumnMenu
          columns={WORKFLOW_COLUMNS}
          choice={choice}
          onChange={(next) => changeAddress({ cols: printColumns(next) })}
        />
      </div>
      <DataTable
        label="Workflows"
        columns={WORKFLOW_COLUMNS}
        choice={choice}
        rows={rows}
        rowId={(workflow) => workflow.slug}
        rowLabel={(workflow) => workflow.name}
        rowProps={() => ({ "data-testid": "workflow-row" })}
        rowHeight={ROW}
        href={(workflow) => `/workflows/${workflow.slug}`}
        noun={["workflow", "workflows"]}
        sort={sort}
        onSort={(next) => changeAddress({ sort: printSort(next) })}
        empty={text ? <NoMatch noun="workflow" onClear={() => setText("")} /> : <NoneYet />}
        error={
          list.error && !list.data ? (
            <ErrorState
              title="The workflows could not be loaded"
              message={messageOf(list.error)}
              onRetry={() => void list.refetch()}
              requestId={requestIdOf(list.error) ?? undefined}
            />
          ) : undefined
        }
      />
    </>
  );
}

const PREVIEW = ["Research tree", "Code review", "Incident triage"];

function NoneYet() {
  return (
    <NeverHad
      title="No workflows yet"
      preview={PREVIEW.map((name) => (
        <div key={name} className="flex h-14 items-center gap-4 border-b px-cell">
          <span className="grow font-medium">{name}</span>
          <RunTicks runs={[]} />
        </div>
      ))}
    >
      <p className="mb-3">
        Draw one in the editor, or write it as a JSON file and publish that from the terminal:
      </p>
      <CodeBlock label="Command" code="npm run banyan -- workflows push file.json" />
    </NeverHad>
  );
}
