"use client";
import type { ReactNode } from "react";
import type { TreeSummary } from "#server/engine/live/wire";
import { costText } from "../inspector";
import type { TreeStore } from "../tree";
import { cx, Duration, formatCount, isLive, Status } from "../ui";
import { RunActions } from "./run-actions";
import { RunBudget } from "./run-budget";
import { useBudget } from "./use-budget";

/** Identity and state of a tree, and what can be done with it. */
export function RunHeader({ store, tree }: { readonly store: TreeStore; readonly tree: TreeSummary }) {
  const { total, levels, used } = store.forest;
  const label = store.forest.rows[0]?.label;
  const budget = useBudget(tree);
  const agents = budget.ledger?.find(({ dimension }) => dimension === "agents")?.spent ?? 0;
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
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-ink-muted text-small">
        <span>
          Depth <Figure>{Math.max(0, levels.length - 1)}</Figure>
          <span className="font-mono text-ink-faint">/{tree.maxDepth}</span>
        </span>
        <span className="flex flex-wrap gap-x-4" data-testid="run-counts">
          <span>
            <Figure>{formatCount(total.total)}</Figure> {total.total === 1 ? "run" : "runs"}
          </span>
          <span>
            <Figure
              tone={total.running > 0 && restOf(tree) === "running" ? "text-running-ink" : "text-ink-muted"}
            >
              {formatCount(total.running)}
            </Figure>{" "}
            {restOf(tree)}
          </span>
          <span>
            <Figure tone={total.failed > 0 ? "text-failed-ink" : "text-ink-muted"}>
              {formatCount(total.failed)}
            </Figure>{" "}
            failed
          </span>
        </span>
        <Used used={used} agents={agents} />
        <Duration from={tree.startedAt} to={tree.endedAt} className="font-medium text-ink" />
      </div>
      <div className="ml-auto flex flex-wrap items-center gap-1.5 max-sm:ml-0">
        <RunBudget budget={budget} />
        <RunActions tree={tree} />
      </div>
      {tree.status === "needs_attention" ? (
        <p
          className="max-h-24 basis-full overflow-y-auto break-words text-small"
          role="status"
          data-testid="attention"
        >
          {tree.attention ?? "The engine has held this tree back."} Nothing more happens to it until it is
          requeued.
        </p>
      ) : null}
    </div>
  );
}

type UsedProps = { readonly used: TreeStore["forest"]["used"]; readonly agents: number };

function Used({ used, agents }: UsedProps) {
  return (
    <>
      {agents > 0 ? (
        <span title="Attempts at work that is not pure, of agents and tasks">
          <Figure>{formatCount(agents)}</Figure> agents
        </span>
      ) : null}
      {used.tokens > 0 ? (
        <span>
          <Figure>{formatCount(used.tokens)}</Figure> tokens
        </span>
      ) : null}
      {used.costUsd > 0 ? <Figure>{costText(used.costUsd)}</Figure> : null}
    </>
  );
}

/** How the runs are that have not ended. */
function restOf({ paused, status }: TreeSummary): string {
  if (status === "needs_attention") return "held back";
  return paused && isLive(status) ? "paused" : "running";
}

function Figure({ children, tone = "text-ink" }: { readonly children: ReactNode; readonly tone?: string }) {
  return <span className={cx("font-medium font-mono", tone)}>{children}</span>;
}
