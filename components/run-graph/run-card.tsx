"use client";
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo, type ReactNode, useSyncExternalStore } from "react";
import { CauseGlyph, causeOf, hasChildren, isLineOpen, type Line, nameOf } from "../tree";
import { cx, Duration, formatCount, sayCounts, type Tone, ToneBar, toneOf } from "../ui";
import { useCards } from "./cards-context";

export type CardNode = Node<{ readonly line: Line }, "run">;

const RAIL: Readonly<Record<Tone, string>> = {
  queued: "border-l-queued",
  running: "border-l-running",
  waiting: "border-l-waiting",
  succeeded: "border-l-succeeded",
  failed: "border-l-failed",
  degraded: "border-l-degraded",
};

function RunCardNow({ data: { line } }: NodeProps<CardNode>) {
  return line.kind === "run" ? <RunOf line={line} /> : <GroupOf line={line} />;
}

export const RunCard = memo(RunCardNow);

function RunOf({ line }: { readonly line: Extract<Line, { kind: "run" }> }) {
  const { store, paused } = useCards();
  // The row is changed in place; its stamp says when.
  const stamp = () => store.forest.stamps[line.no] ?? 0;
  useSyncExternalStore(store.subscribe, stamp, stamp);
  const row = store.forest.rows[line.no];
  if (!row) return null;
  const status = paused && row.status === "running" ? "paused" : row.status;
  const below = store.forest.below[line.no];
  return (
    <Card line={line} rail={RAIL[toneOf(status)]} dimmed={line.dimmed}>
      <p className="flex items-center gap-1.5">
        <CauseGlyph status={status} cause={causeOf(store.forest, row)} />
        <span className="min-w-0 grow truncate font-medium" title={nameOf(row)}>
          {nameOf(row)}
        </span>
        {line.hit ? <span className="sr-only">, match</span> : null}
        {hasChildren(store, line.no) ? <Chevron open={isLineOpen(store, line)} /> : null}
      </p>
      <p className="flex items-center gap-1 truncate text-ink-muted text-micro">
        depth {row.depth} · <Duration from={row.startedAt} to={row.endedAt} />
        {row.failure ? <span className="truncate text-failed-ink">{row.failure.code}</span> : null}
        {!row.failure && below && below.total > 0 ? <span>· {formatCount(below.total)} below</span> : null}
      </p>
    </Card>
  );
}

function GroupOf({ line }: { readonly line: Exclude<Line, { kind: "run" }> }) {
  const { store } = useCards();
  useSyncExternalStore(store.subscribe, () => store.forest.stamps[line.siblings.parent] ?? 0);
  const { members, node, tally } = line.siblings;
  return (
    <Card line={line} rail="border-l-line-strong border-dashed" dimmed={false}>
      <p className="flex items-center gap-1.5 font-medium">
        <span className="min-w-0 grow truncate">
          {line.kind === "more"
            ? `${formatCount(line.hidden)} more`
            : `${formatCount(members.length)} × ${node || "run"}`}
        </span>
        {line.kind === "bundle" ? <Chevron open={line.open} /> : null}
      </p>
      <ToneBar counts={tally} className="mt-1.5 h-1.5" />
      <span className="sr-only">{sayCounts(tally)}</span>
    </Card>
  );
}

type CardProps = {
  readonly line: Line;
  readonly rail: string;
  readonly dimmed: boolean;
  readonly children: ReactNode;
};

function Card({ line, rail, dimmed, children }: CardProps) {
  const chosen = useCards().active === line.key;
  return (
    <div
      data-testid="graph-card"
      data-key={line.key}
      data-chosen={chosen || undefined}
      className={cx(
        "h-full w-full rounded border border-line-strong border-l-[3px] bg-raised px-2.5 py-1.5 text-left text-small",
        rail,
        dimmed && "opacity-40",
        chosen && "outline outline-2 outline-accent",
      )}
    >
      {children}
      <Handle type="target" position={Position.Top} className="!opacity-0" />
      <Handle type="source" position={Position.Bottom} className="!opacity-0" />
      <Handle id="back-out" type="source" position={Position.Right} className="!opacity-0" />
      <Handle id="back-in" type="target" position={Position.Right} className="!opacity-0" />
    </div>
  );
}

function Chevron({ open }: { readonly open: boolean }) {
  const Icon = open ? ChevronDown : ChevronRight;
  return <Icon aria-label={open ? "open" : "closed"} className="size-3.5 shrink-0 text-ink-faint" />;
}
