"use client";
import type { ReactNode } from "react";
import { parseRunId } from "#server/engine/ids";
import type { NodeRow, RunDetail } from "#server/services/types";
import { CopyButton, Duration, Instant, Link, revisionText, Skeleton, Status } from "../ui";
import { NodeList } from "./node-list";
import { WaitingFor } from "./waiting-for";

type OverviewProps = { readonly run: RunDetail; readonly nodes: readonly NodeRow[] | undefined };

export function OverviewPanel({ run, nodes }: OverviewProps) {
  return (
    <div className="grid grid-cols-1 gap-5">
      <WaitingFor id={run.id} reasons={run.waiting} />
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] items-center gap-y-1 text-small">
        <Row label="Status">
          <Status status={run.status} />
          {run.ended?.rule === "degraded" ? (
            <span className="ml-2 text-degraded-ink text-small" title={run.ended.message}>
              degraded
            </span>
          ) : null}
        </Row>
        <Row label="Workflow">
          <span className="font-mono">
            {run.workflow}
            <span className="text-ink-muted">{revisionText(run.revision)}</span>
          </span>
        </Row>
        <Row label="Depth">
          <span className="font-mono">{run.depth}</span>
        </Row>
        <Row label="Started">{run.startedAt ? <Instant at={run.startedAt} /> : "not yet"}</Row>
        <Row label="Duration">{run.startedAt ? <Duration from={run.startedAt} to={run.endedAt} /> : "–"}</Row>
        {run.calledFrom ? <Copied label="Called from" text={run.calledFrom.runId} /> : null}
        {run.forkedFrom ? (
          <Row label="Forked from">
            <Link
              className="min-w-0 break-all font-mono text-accent-ink hover:underline"
              href={`/runs/${run.forkedFrom.runId}`}
            >
              {run.forkedFrom.runId}
            </Link>
            <span className="ml-1.5 text-ink-muted">at {run.forkedFrom.node}</span>
            <Link
              className="ml-1.5 shrink-0 text-accent-ink hover:underline"
              href={`/runs/compare?a=${treeOf(run.forkedFrom.runId)}&b=${run.treeId}`}
            >
              Compare with the original
            </Link>
          </Row>
        ) : null}
        <Copied label="Run" text={run.id} />
        <Copied label="Path" text={run.path} />
      </dl>
      <section>
        <h3 className="mb-1 font-medium text-ink-muted text-small">Nodes</h3>
        {nodes ? <NodeList id={run.id} nodes={nodes} /> : <Skeleton className="h-20" />}
      </section>
    </div>
  );
}

function treeOf(runId: string): string {
  return parseRunId(runId)?.treeId ?? runId;
}

function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="flex min-h-6 min-w-0 items-center">{children}</dd>
    </>
  );
}

function Copied({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <Row label={label}>
      <span className="min-w-0 break-all font-mono">{text}</span>
      <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
    </Row>
  );
}
