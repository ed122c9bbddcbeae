"use client";
import { useQuery } from "@tanstack/react-query";
import type { RecentChange } from "#server/services/overview-types";
import { every, useTRPC } from "../providers";
import { Loaded } from "../shell";
import { Age, Link, Panel, SkeletonRows } from "../ui";

const REFRESH_MS = 30_000;

/** What was published lately, and by whom. */
export function RecentChanges() {
  const trpc = useTRPC();
  const changes = useQuery({ ...trpc.overview.changes.queryOptions(), refetchInterval: every(REFRESH_MS) });
  return (
    <Panel title="Recent changes" flush onRetry={() => void changes.refetch()}>
      <Loaded query={changes} what="Recent changes" skeleton={<SkeletonRows rows={3} />}>
        {(list) => <Changes changes={list} />}
      </Loaded>
    </Panel>
  );
}

export function Changes({ changes }: { readonly changes: readonly RecentChange[] }) {
  if (changes.length === 0)
    return <p className="px-pad py-6 text-ink-muted">No workflow has been published yet.</p>;
  return (
    <ul>
      {changes.map(({ workflow, name, revision, by, at }) => (
        <li
          key={`${workflow}@${revision}`}
          className="relative flex min-h-row items-center gap-3 border-b px-pad py-1 text-small last:border-b-0 hover:bg-hover"
        >
          <span className="min-w-0 grow truncate">
            <Link
              href={`/workflows/${workflow}`}
              className="font-medium text-ui outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
            >
              {name}
            </Link>{" "}
            <span className="text-ink-muted">
              revision <span className="font-mono">{revision}</span> by {by}
            </span>
          </span>
          <Age at={at} className="shrink-0 text-ink-faint" />
        </li>
      ))}
    </ul>
  );
}
