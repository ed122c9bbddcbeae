"use client";
import { CircleSlash, GitFork } from "lucide-react";
import type { ReactNode } from "react";
import { parseRunId } from "#server/engine/ids";
import type { NodeRow, NodeSource, RunDetail } from "#server/services/types";
import { useMay } from "../providers";
import {
  Badge,
  Button,
  CopyButton,
  Duration,
  Instant,
  Link,
  revisionText,
  Skeleton,
  Status,
  StatusGlyph,
} from "../ui";
import { useForkFrom } from "./fork/fork-host";
import { FORKABLE } from "./fork/model/forkable";
import { placeLook } from "./model/place-status";
import { WaitingFor } from "./waiting-for";

type OverviewProps = { readonly run: RunDetail; readonly nodes: readonly NodeRow[] | undefined };

export function OverviewPanel({ run, nodes }: OverviewProps) {
  return (
    <div className="grid gap-5">
      <WaitingFor id={run.id} reasons={run.waiting} />
      <dl className="grid grid-cols-[88px_1fr] items-center gap-y-1 text-small">
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
        {nodes ? <Nodes id={run.id} nodes={nodes} /> : <Skeleton className="h-20" />}
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

function NodeGlyph({ status }: { readonly status: string }) {
  const { glyph } = placeLook(status);
  if (glyph === "skipped") return <CircleSlash aria-hidden className="size-3.5 text-ink-faint" />;
  return <StatusGlyph status={glyph} />;
}

function Nodes({ id, nodes }: { readonly id: string; readonly nodes: readonly NodeRow[] }) {
  const fork = useForkFrom();
  const mayFork = useMay("run.fork");
  if (nodes.length === 0) return <p className="text-ink-muted text-small">No node was touched.</p>;
  return (
    <ul className="divide-y rounded border">
      {nodes.map((node) => (
        <li key={node.nodeId} className="flex h-8 items-center gap-2 px-2 text-small">
          <NodeGlyph status={node.status} />
          <span className="min-w-0 truncate font-medium font-mono">{node.nodeId}</span>
          <Badge>{node.kind}</Badge>
          <SourceMark source={node.source} />
          {node.items === null ? null : (
            <span className="shrink-0 text-ink-muted">
              {node.items} {node.items === 1 ? "item" : "items"}
            </span>
          )}
          <span className="ml-auto truncate text-ink-muted" title={node.failure?.message}>
            {node.failure ? node.failure.code : placeLook(node.status, node.degraded).word}
          </span>
          {node.startedAt ? (
            <Duration
              from={node.startedAt}
              to={node.endedAt}
              className="w-16 shrink-0 text-right text-ink-muted"
            />
          ) : null}
          {mayFork && FORKABLE.has(node.status) ? (
            <Button
              look="quiet"
              size="icon"
              aria-label={`Fork from ${node.nodeId}`}
              title="Fork from here"
              onClick={() => fork({ id, node: node.nodeId })}
            >
              <GitFork aria-hidden />
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const SOURCES: Readonly<Record<Exclude<NodeSource, "executed">, string>> = {
  pinned: "pinned",
  reused: "reused",
  byHand: "by hand",
};

/** Where a result came from that the node did not work out in this run. */
function SourceMark({ source }: { readonly source: NodeSource | null }) {
  if (source === null || source === "executed") return null;
  return <Badge className="text-degraded-ink">{SOURCES[source]}</Badge>;
}
