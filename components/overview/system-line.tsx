"use client";
import { useQuery } from "@tanstack/react-query";
import { every, messageOf, useTRPC } from "../providers";
import { formatCount } from "../ui";

const REFRESH_MS = 10_000;

/** How the machinery stands, on one line. */
export function SystemLine() {
  const trpc = useTRPC();
  const { data, error } = useQuery({
    ...trpc.overview.system.queryOptions(),
    refetchInterval: every(REFRESH_MS),
  });
  if (!data) return <p className="min-h-5 text-ink-faint text-small">{error ? messageOf(error) : ""}</p>;
  const { version, treesInMemory, treesResting, calls, liveWorkers, database, sockets } = data;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-faint text-small" data-testid="system-line">
      <span>Banyan {version}</span>
      <span>
        {plural(treesInMemory, "tree")} in memory, {formatCount(treesResting)} resting
      </span>
      <span>{plural(calls, "call")} under way</span>
      <span>{plural(liveWorkers, "worker")} alive</span>
      <span>
        PostgreSQL {database.version}, {database.kind}
      </span>
      <span>{plural(sockets, "live connection")}</span>
    </p>
  );
}

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
