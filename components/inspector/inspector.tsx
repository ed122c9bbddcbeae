"use client";
import { memo, Suspense } from "react";
import type { RunRow, Status } from "#server/engine/live/wire";
import type { AttemptRow, NodeRow, RunDetail } from "#server/services/types";
import { messageOf } from "../providers";
import { ErrorState, lazyPart, Skeleton, type Tab, TabPanel, Tabs } from "../ui";
import { AttemptsPanel } from "./attempts-panel";
import { FailurePanel } from "./failure-panel";
import { OverviewPanel } from "./overview-panel";
import { Payload } from "./payload";
import { useInspectorTab } from "./use-inspector-tab";
import { useRun } from "./use-run";

/** Fetched when their tab is first looked at. */
const ContextPanel = lazyPart(() =>
  import("./context-panel").then((part) => ({ default: part.ContextPanel })),
);
const JournalPanel = lazyPart(() =>
  import("./journal-panel").then((part) => ({ default: part.JournalPanel })),
);
const LedgerPanel = lazyPart(() => import("./ledger-panel").then((part) => ({ default: part.LedgerPanel })));
const MessagesPanel = lazyPart(() =>
  import("./messages-panel").then((part) => ({ default: part.MessagesPanel })),
);
const LogsPanel = lazyPart(() => import("./logs-panel").then((part) => ({ default: part.LogsPanel })));
const MetricsPanel = lazyPart(() =>
  import("./metrics-panel").then((part) => ({ default: part.MetricsPanel })),
);

type InspectorProps = {
  readonly id: string;
  /** The row as the live tree has it: what says that the details have changed. */
  readonly row: RunRow;
  /** A pause or a quarantine of its tree shows in an open run. */
  readonly treeStatus: Status | undefined;
};

/** All about one run. A tree that grows draws its page ten times a second; most of that is not about the run that is looked at. */
export const Inspector = memo(InspectorNow);

function InspectorNow({ id, row, treeStatus }: InspectorProps) {
  const { run, nodes } = useRun(id, row, treeStatus);
  const failed = row.status === "failed";
  const [chosen, setChosen] = useInspectorTab();
  const first = failed ? "failure" : "overview";
  const tab = chosen === null || (chosen === "failure" && !failed) ? first : chosen;
  if (run.error && !run.data) {
    return (
      <ErrorState
        title="This run could not be loaded"
        message={messageOf(run.error)}
        onRetry={() => void run.refetch()}
      />
    );
  }
  return (
    <Tabs
      label="Details of the run"
      tabs={tabsOf(failed, nodes.data?.attempts.length)}
      value={tab}
      onChange={setChosen}
    >
      {run.data ? (
        <Panels id={id} run={run.data} nodes={nodes.data?.nodes} attempts={nodes.data?.attempts} />
      ) : (
        <div className="grid gap-2 p-3">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-64" />
          <Skeleton className="h-24" />
        </div>
      )}
    </Tabs>
  );
}

function tabsOf(failed: boolean, attempts: number | undefined): readonly Tab[] {
  const count = attempts ? (
    <span className="font-mono text-ink-faint text-micro">{attempts}</span>
  ) : undefined;
  return [
    ...(failed ? [{ value: "failure", label: "Failure" }] : []),
    { value: "overview", label: "Overview" },
    { value: "input", label: "Input" },
    { value: "output", label: "Output" },
    { value: "attempts", label: "Attempts", mark: count },
    { value: "context", label: "Context" },
    { value: "messages", label: "Messages" },
    { value: "logs", label: "Logs" },
    { value: "ledger", label: "Ledger" },
    { value: "journal", label: "Journal" },
    { value: "metrics", label: "Metrics" },
  ];
}

type PanelsProps = {
  readonly id: string;
  readonly run: RunDetail;
  readonly nodes: readonly NodeRow[] | undefined;
  readonly attempts: readonly AttemptRow[] | undefined;
};

function Panels({ id, run, nodes, attempts }: PanelsProps) {
  return (
    <>
      <TabPanel value="failure">
        {run.failureDetail ? <FailurePanel failure={run.failureDetail} /> : <Skeleton className="h-16" />}
      </TabPanel>
      <TabPanel value="overview">
        <OverviewPanel run={run} nodes={nodes} />
      </TabPanel>
      <TabPanel value="input">
        <Payload value={run.input} label="input" href={`/api/v1/runs/${id}/input`} />
      </TabPanel>
      <TabPanel value="output">
        {run.status === "succeeded" ? (
          <Payload value={run.output} label="output" href={`/api/v1/runs/${id}/output`} />
        ) : (
          <p className="text-ink-muted">
            {run.endedAt === null
              ? "The output appears when the run has succeeded."
              : "The run ended without an output."}
          </p>
        )}
      </TabPanel>
      <TabPanel value="attempts">
        {attempts ? (
          <AttemptsPanel id={id} attempts={attempts} nodes={nodes ?? []} live={run.endedAt === null} />
        ) : (
          <Skeleton className="h-24" />
        )}
      </TabPanel>
      <TabPanel value="context">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <ContextPanel id={id} live={run.endedAt === null} />
        </Suspense>
      </TabPanel>
      <TabPanel value="messages">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <MessagesPanel id={id} attempts={attempts ?? []} live={run.endedAt === null} />
        </Suspense>
      </TabPanel>
      <TabPanel value="logs">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <LogsPanel id={id} live={run.endedAt === null} />
        </Suspense>
      </TabPanel>
      <TabPanel value="ledger">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <LedgerPanel id={id} live={run.endedAt === null} />
        </Suspense>
      </TabPanel>
      <TabPanel value="journal">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <JournalPanel id={id} live={run.endedAt === null} />
        </Suspense>
      </TabPanel>
      <TabPanel value="metrics">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <MetricsPanel id={id} live={run.endedAt === null} />
        </Suspense>
      </TabPanel>
    </>
  );
}
