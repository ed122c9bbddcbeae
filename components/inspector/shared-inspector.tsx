"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import { runIdOf } from "#server/engine/ids";
import type { RunRow, Status as StatusName } from "#server/engine/live/wire";
import type { SharedRun } from "#server/services/types-shares";
import { messageOf, useSharedClient } from "../providers";
import {
  CopyButton,
  Duration,
  ErrorState,
  formatCount,
  Instant,
  lazyPart,
  Skeleton,
  Status,
  type Tab,
  TabPanel,
  Tabs,
} from "../ui";
import { FailurePanel } from "./failure-panel";
import { InspectorFrame, shownStatus } from "./inspector-frame";
import { costText } from "./model/usage";
import { Payload } from "./payload";
import { useInspectorKeys, useInspectorTab } from "./use-inspector-tab";

const ContextPanel = lazyPart(() =>
  import("./context-panel").then((part) => ({ default: part.ContextPanel })),
);

type SharedInspectorProps = {
  readonly treeId: string;
  readonly row: RunRow;
  readonly treeStatus: StatusName | undefined;
  readonly name: string;
  /** Whether the link shows values at all. */
  readonly values: boolean;
  readonly onClose: (() => void) | undefined;
};

/** What a link shows of one run. */
export function SharedInspector({ treeId, row, treeStatus, name, values, onClose }: SharedInspectorProps) {
  const status = shownStatus(row.status, treeStatus);
  return (
    <InspectorFrame name={name} status={status} onClose={onClose}>
      <Details key={row.no} treeId={treeId} row={row} status={status} values={values} />
    </InspectorFrame>
  );
}

type DetailsProps = Pick<SharedInspectorProps, "treeId" | "row" | "values"> & { readonly status: StatusName };

function Details({ treeId, row, status, values }: DetailsProps) {
  const client = useSharedClient();
  const run = useQuery({
    // What it ended with comes with its end.
    queryKey: ["shared", "run", row.no, row.endedAt],
    queryFn: () => client.shared.run.query({ no: row.no }),
  });
  const [chosen, setChosen] = useInspectorTab();
  const tabs = tabsOf(values, row.status === "failed");
  useInspectorKeys(
    true,
    tabs.map(({ value }) => value),
  );
  const tab = tabs.some(({ value }) => value === chosen) ? chosen : null;
  if (run.error && !run.data)
    return (
      <ErrorState
        title="This run could not be loaded"
        message={messageOf(run.error)}
        onRetry={() => void run.refetch()}
      />
    );
  return (
    <Tabs
      label="Details of the run"
      tabs={tabs}
      value={tab ?? tabs[0]?.value ?? "overview"}
      onChange={setChosen}
    >
      <TabPanel value="failure">
        {run.data?.values?.failure ? <FailurePanel failure={run.data.values.failure} /> : null}
      </TabPanel>
      <TabPanel value="overview">
        <Facts row={row} status={status} run={run.data} values={values} />
      </TabPanel>
      <TabPanel value="input">
        {run.data?.values ? (
          <Payload value={run.data.values.input} label="input" />
        ) : (
          <Skeleton className="h-24" />
        )}
      </TabPanel>
      <TabPanel value="output">
        {run.data?.values && row.status === "succeeded" ? (
          <Payload value={run.data.values.output} label="output" />
        ) : (
          <p className="text-ink-muted">There is no output.</p>
        )}
      </TabPanel>
      <TabPanel value="context">
        <Suspense fallback={<Skeleton className="h-24" />}>
          <ContextPanel id={runIdOf(treeId, row.no)} live={row.endedAt === null} isShared />
        </Suspense>
      </TabPanel>
    </Tabs>
  );
}

function tabsOf(values: boolean, failed: boolean): readonly Tab[] {
  const overview = { value: "overview", label: "Overview" };
  if (!values) return [overview];
  return [
    ...(failed ? [{ value: "failure", label: "Failure" }] : []),
    overview,
    { value: "input", label: "Input" },
    { value: "output", label: "Output" },
    { value: "context", label: "Context" },
  ];
}

type FactsProps = Pick<DetailsProps, "row" | "status" | "values"> & { readonly run: SharedRun | undefined };

function Facts({ row, status, run, values }: FactsProps) {
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-y-1 text-small">
        <Fact label="Status">
          <Status status={status} />
        </Fact>
        <Fact label="Workflow">
          <span className="font-mono">
            {row.slug}
            <span className="text-ink-muted">{run?.revision == null ? "" : `@${run.revision}`}</span>
          </span>
        </Fact>
        <Fact label="Depth">
          <span className="font-mono">{row.depth}</span>
        </Fact>
        <Fact label="Started">
          <Instant at={row.startedAt} />
        </Fact>
        <Fact label="Duration">
          <Duration from={row.startedAt} to={row.endedAt} />
        </Fact>
        {row.retries > 0 ? <Fact label="Retries">{row.retries}</Fact> : null}
        {row.tokens > 0 ? <Fact label="Tokens">{formatCount(row.tokens)}</Fact> : null}
        {row.costUsd > 0 ? <Fact label="Cost">{costText(row.costUsd)}</Fact> : null}
        {row.failure ? (
          <Fact label="Failure">
            <span className="font-mono text-failed-ink">{row.failure.code}</span>
          </Fact>
        ) : null}
        {run ? (
          <Fact label="Path">
            <span className="min-w-0 break-all font-mono">{run.path}</span>
            <CopyButton text={run.path} label="Copy path" />
          </Fact>
        ) : null}
      </dl>
      {values ? null : (
        <p className="text-ink-muted text-small">Inputs, outputs and messages are not shared by this link.</p>
      )}
    </div>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="flex min-h-6 min-w-0 items-center">{children}</dd>
    </>
  );
}
