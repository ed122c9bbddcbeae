"use client";
import { useQuery } from "@tanstack/react-query";
import { every, messageOf, useMay, useTRPC } from "../providers";
import { ErrorState, Link, SkeletonRows } from "../ui";
import { RunsTable } from "./runs-table";

/** Events have it asked again at once; this is for when none come. */
const REFRESH_MS = 30_000;

/** Last ten root runs of one workflow. */
export function RecentRuns({ slug }: { readonly slug: string }) {
  const trpc = useTRPC();
  const startable = useMay("run.start");
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({ slug, limit: 10 }),
    refetchInterval: every(REFRESH_MS),
  });
  if (runs.error && !runs.data)
    return (
      <ErrorState
        title="The runs could not be loaded"
        message={messageOf(runs.error)}
        onRetry={() => void runs.refetch()}
      />
    );
  if (!runs.data) return <SkeletonRows rows={3} />;
  if (runs.data.data.length === 0)
    return (
      <p className="text-ink-muted">
        Not started yet.{startable ? " “Start run” makes the first one." : null}
      </p>
    );
  return (
    <div className="overflow-x-auto rounded border [&_tr:last-child>td]:border-b-0">
      <RunsTable runs={runs.data.data} hideWorkflow />
      {runs.data.nextCursor ? (
        <Link
          href={`/runs?workflow=${slug}`}
          className="block border-t px-3 py-2 text-accent-ink text-small hover:bg-hover"
        >
          All runs of this workflow
        </Link>
      ) : null}
    </div>
  );
}
