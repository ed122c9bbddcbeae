"use client";
import type { ReactNode } from "react";
import type { TreeSummary } from "#server/engine/live/wire";
import type { TreeStore } from "../tree";
import { cx, Duration, formatCount, Status } from "../ui";
import { RunActions } from "./run-actions";

/** Identity and state of a tree, and what can be done with it. */
export function RunHeader({ store, tree }: { readonly store: TreeStore; readonly tree: TreeSummary }) {
  const { total, levels } = store.forest;
  const label = store.forest.rows[0]?.label;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-5 gap-y-1.5 border-b px-3 py-2">
      <div className="flex min-w-0 items-center gap-2.5">
        <Status
          status={tree.paused && tree.status === "running" ? "paused" : tree.status}
          data-testid="run-status"
        />
        <h1 className="min-w-0 truncate text-read font-semibold">
          {label ?? tree.name}
          <span className="ml-1.5 font-mono font-normal text-ink-muted text-small">
            {tree.slug}
            {tree.revision === null ? "" : `@${tree.revision}`}
          </span>
        </h1>
      </div>
      <dl className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small">
        <Figure label="Depth">
          {Math.max(0, levels.length - 1)}
          <Faint>/{tree.maxDepth}</Faint>
        </Figure>
        <Figure label="Runs" testId="run-counts">
          {formatCount(total.total)}
        </Figure>
        <Figure label="Running" tone={total.running > 0 ? "text-running-ink" : undefined}>
          {formatCount(total.running)}
        </Figure>
        <Figure label="Failed" tone={total.failed > 0 ? "text-failed-ink" : undefined}>
          {formatCount(total.failed)}
        </Figure>
        <Figure label="Elapsed">
          <Duration from={tree.startedAt} to={tree.endedAt} />
        </Figure>
      </dl>
      <div className="ml-auto max-sm:ml-0">
        <RunActions tree={tree} />
      </div>
    </div>
  );
}

type FigureProps = {
  readonly label: string;
  readonly children: ReactNode;
  readonly tone?: string | undefined;
  readonly testId?: string;
};

function Figure({ label, children, tone, testId }: FigureProps) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-ink-faint">{label}</dt>
      <dd className={cx("font-medium font-mono", tone)} data-testid={testId}>
        {children}
      </dd>
    </div>
  );
}

function Faint({ children }: { readonly children: ReactNode }) {
  return <span className="text-ink-faint">{children}</span>;
}
