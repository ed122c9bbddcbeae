"use client";
import type { ReactNode } from "react";
import type { TreeSummary } from "#server/engine/live/wire";
import { Left, standingOf, type TreeStore } from "../tree";
import { cx, Duration, formatCost, formatCount, formatMany, isLive, revisionText, Status } from "../ui";

type RunFactsProps = {
  readonly store: TreeStore;
  readonly tree: TreeSummary;
  /** Attempts at work that is not pure; `undefined` = not known yet, `null` = not to be shown. */
  readonly agents: number | null | undefined;
};

/** Identity, state and figures of a tree at the moment that its store holds. */
export function RunFacts({ store, tree, agents }: RunFactsProps) {
  const { total, levels, used } = store.forest;
  const label = store.forest.rows[0]?.label;
  const standing = standingOf(store.forest, tree);
  return (
    <>
      {/* It asks for little and takes what is left: a long name makes no second line. */}
      <div className="flex min-w-0 max-w-max grow basis-40 items-center gap-2.5">
        <Status status={standing.status} data-testid="run-status" />
        <h1 className="min-w-0 truncate text-read font-semibold" title={label ?? tree.name}>
          {label ?? tree.name}
          <span className="ml-1.5 font-mono font-normal text-ink-muted text-small">
            {tree.slug}
            {revisionText(tree.revision)}
          </span>
        </h1>
        {standing.wait ? (
          <span
            className="min-w-0 max-w-56 truncate text-small text-waiting-ink"
            title={standing.wait.text}
            data-testid="run-waits"
          >
            for {standing.wait.text}
            {standing.wait.until === null ? null : <Left until={standing.wait.until} />}
          </span>
        ) : null}
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
          <span className={cx(!isLive(standing.status) && standing.open === 0 && "hidden")}>
            <Figure
              tone={standing.open > 0 && standing.word === "running" ? "text-running-ink" : "text-ink-muted"}
            >
              {formatCount(standing.open)}
            </Figure>{" "}
            {standing.word}
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
    </>
  );
}

type UsedProps = Pick<RunFactsProps, "agents"> & { readonly used: TreeStore["forest"]["used"] };

function Used({ used, agents }: UsedProps) {
  return (
    <>
      {agents === null ? null : (
        // Its place is kept from the beginning, so that nothing moves when the figure comes.
        <span
          title="Attempts at work that is not pure, of agents and tasks"
          className={cx("min-w-16", agents === undefined && "invisible")}
        >
          <Figure>{formatCount(agents ?? 0)}</Figure> {agents === 1 ? "agent" : "agents"}
        </span>
      )}
      {used.tokens > 0 ? (
        <span title={`${formatCount(used.tokens)} tokens`}>
          <Figure>{formatMany(used.tokens)}</Figure> tokens
        </span>
      ) : null}
      {used.costUsd > 0 ? <Figure>{formatCost(used.costUsd)}</Figure> : null}
    </>
  );
}

function Figure({ children, tone = "text-ink" }: { readonly children: ReactNode; readonly tone?: string }) {
  return <span className={cx("font-medium font-mono", tone)}>{children}</span>;
}
