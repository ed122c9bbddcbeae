"use client";
import { useQuery } from "@tanstack/react-query";
import type { ActiveTree } from "#server/services/overview-types";
import { every, useTRPC, useWorkspaceRun } from "../providers";
import { Loaded } from "../shell";
import {
  cx,
  formatCost,
  formatCount,
  formatDuration,
  formatElapsed,
  formatMany,
  Link,
  Panel,
  revisionText,
  SkeletonRows,
  Status,
  useNow,
} from "../ui";
import { OPEN_TREES } from "./model/links";
import { useStill } from "./use-still";

const REFRESH_MS = 5_000;

/** Trees that go on, against their limits; each leads to its live tree. */
export function ActiveTrees() {
  const trpc = useTRPC();
  const active = useQuery({ ...trpc.overview.active.queryOptions(), refetchInterval: every(REFRESH_MS) });
  const hidden = (active.data?.total ?? 0) - (active.data?.trees.length ?? 0);
  return (
    <Panel
      title="Active recursions"
      flush
      onRetry={() => void active.refetch()}
      actions={
        <Link href={OPEN_TREES} className="text-accent-ink text-small hover:underline">
          {hidden > 0 ? `${formatCount(hidden)} more` : "All open"}
        </Link>
      }
    >
      <Loaded query={active} what="Active recursions" skeleton={<SkeletonRows rows={3} />}>
        {({ trees }) => <TreeRows trees={trees} />}
      </Loaded>
    </Panel>
  );
}

export function TreeRows({ trees }: { readonly trees: readonly ActiveTree[] }) {
  const { rows, hold } = useStill(trees);
  if (rows.length === 0)
    return (
      <p className="px-pad py-6 text-ink-muted">
        Nothing runs at present. A tree appears here when a run starts, and leaves when it ends.
      </p>
    );
  return (
    <div className="@container">
      <Heads />
      <ul {...hold} data-testid="active-trees">
        {rows.map((tree) => (
          <TreeRow key={tree.id} tree={tree} gone={!trees.includes(tree)} />
        ))}
      </ul>
    </div>
  );
}

/** Places of a row's figures; the heads stand over them. */
const GRID =
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-pad text-small sm:grid-cols-[minmax(0,1fr)_96px_64px_64px_84px] @min-[720px]:grid-cols-[minmax(0,1fr)_92px_64px_56px_120px_76px] @min-[900px]:grid-cols-[minmax(0,1fr)_112px_72px_72px_132px_116px]";

/** What the figures are; each row says it too, for those who hear it. */
function Heads() {
  return (
    <div
      aria-hidden
      data-testid="active-heads"
      className={cx(GRID, "border-b py-1 text-ink-faint text-micro max-sm:hidden")}
    >
      <span>Run</span>
      <span>Depth</span>
      <span className="text-right" title="Agents at the busiest level, of those that may work there">
        Agents
      </span>
      <span className="text-right">Runs</span>
      <span className="text-right @max-[720px]:hidden">Tokens, cost</span>
      <span className="text-right">Time</span>
    </div>
  );
}

type TreeRowProps = { readonly tree: ActiveTree; readonly gone: boolean };

function TreeRow({ tree: listed, gone }: TreeRowProps) {
  const live = useWorkspaceRun(listed.id);
  // Counts of the stream are fresher than those of the list, and never smaller.
  const tree = live && live.runs >= listed.runs ? { ...listed, ...countsOf(live) } : listed;
  return (
    <li className={cx(GRID, "relative border-b py-2 last:border-b-0 hover:bg-hover", gone && "opacity-50")}>
      <span className="flex min-w-0 items-center gap-2">
        <Status status={tree.status} className="w-[124px] shrink-0" />
        <Link
          href={`/runs/${tree.id}`}
          className="min-w-0 truncate font-medium text-ui outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          {tree.label ?? tree.name}
        </Link>
        <span className="min-w-0 shrink-[9999] truncate font-mono text-ink-faint @max-[900px]:hidden">
          {tree.workflow}
          {revisionText(tree.revision)}
        </span>
      </span>
      <Depth deepest={tree.deepest} maxDepth={tree.maxDepth} />
      <Widest widest={tree.widest} />
      <span className="text-right font-mono max-sm:hidden">
        {formatCount(tree.runs)}
        <span className="sr-only"> {tree.runs === 1 ? "run" : "runs"}</span>
      </span>
      <Used tokens={tree.tokens} costUsd={tree.costUsd} />
      <Elapsed from={tree.startedAt} timeoutMs={tree.timeoutMs} />
    </li>
  );
}

function countsOf({ status, runs, failedRuns, deepest }: NonNullable<ReturnType<typeof useWorkspaceRun>>) {
  return { status, runs, failedRuns, deepest };
}

/** Depth that was reached against the deepest that is allowed. */
function Depth({ deepest, maxDepth }: { readonly deepest: number; readonly maxDepth: number }) {
  const share = maxDepth === 0 ? 1 : Math.min(1, deepest / maxDepth);
  const near = share >= 0.8;
  return (
    <span className="flex items-center gap-2" title={`Depth ${deepest} of ${maxDepth}`}>
      <span aria-hidden className="h-1.5 w-14 overflow-hidden rounded-full bg-hover @max-[900px]:w-10">
        <span
          className={cx("block h-full rounded-full", near ? "bg-degraded" : "bg-running")}
          style={{ width: `${Math.max(4, share * 100)}%` }}
        />
      </span>
      <span className="font-mono">
        <span className="sr-only">depth </span>
        {deepest}
        <span className="text-ink-faint">/{maxDepth}</span>
      </span>
    </span>
  );
}

function Widest({ widest }: { readonly widest: ActiveTree["widest"] }) {
  return (
    <span className="text-right font-mono max-sm:hidden">
      {widest ? (
        <span
          title={`${widest.agents} of ${widest.maxAgents} agents at depth ${widest.depth}, the busiest level`}
        >
          {widest.agents}
          <span className="text-ink-faint">/{widest.maxAgents}</span>
          <span className="sr-only"> agents</span>
        </span>
      ) : (
        <span className="text-ink-faint">–</span>
      )}
    </span>
  );
}

function Used({ tokens, costUsd }: { readonly tokens: number; readonly costUsd: number }) {
  return (
    <span
      className="whitespace-nowrap text-right font-mono @max-[720px]:hidden"
      title={`${formatCount(tokens)} tokens, ${formatCost(costUsd)}`}
    >
      {tokens === 0 && costUsd === 0 ? (
        <span className="text-ink-faint">–</span>
      ) : (
        <>
          {formatMany(tokens)} <span className="text-ink-faint">{formatCost(costUsd)}</span>
        </>
      )}
    </span>
  );
}

function Elapsed({ from, timeoutMs }: { readonly from: string; readonly timeoutMs: number | null }) {
  const now = useNow();
  return (
    <span className="whitespace-nowrap text-right font-mono max-sm:hidden" suppressHydrationWarning>
      {now === 0 ? "" : formatElapsed(now - new Date(from).getTime())}
      {timeoutMs === null ? null : (
        <span className="text-ink-faint @max-[900px]:sr-only">/{formatDuration(timeoutMs)}</span>
      )}
    </span>
  );
}
