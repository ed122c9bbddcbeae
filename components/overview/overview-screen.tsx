"use client";
import { useQuery } from "@tanstack/react-query";
import { every, useTRPC } from "../providers";
import { PageHeader } from "../shell";
import { ActiveTrees } from "./active-trees";
import { NeedTiles } from "./need-tiles";
import { RecentChanges } from "./recent-changes";
import { RunHistogram } from "./run-histogram";
import { SystemLine } from "./system-line";
import { useDismissed } from "./use-dismissed";
import { Welcome } from "./welcome";

const REFRESH_MS = 3_000;

export function OverviewScreen() {
  const [dismissed, dismiss] = useDismissed();
  const never = useNeverRan();
  return (
    <>
      <PageHeader crumbs={[{ label: "Overview" }]} />
      {never === true && !dismissed ? <Welcome onDismiss={dismiss} /> : null}
      {never === false || dismissed ? <Overview /> : null}
    </>
  );
}

/** `null` = not known yet. Once something has run, the question is settled. */
function useNeverRan(): boolean | null {
  const trpc = useTRPC();
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({ limit: 1 }),
    refetchInterval: (query) =>
      query.state.data && query.state.data.data.length > 0 ? false : every(REFRESH_MS)(query),
  });
  if (runs.error && !runs.data) return false;
  return runs.data ? runs.data.data.length === 0 : null;
}

function Overview() {
  return (
    <div className="min-h-0 grow overflow-y-auto" data-testid="overview">
      <h1 className="sr-only">Overview</h1>
      <div className="grid gap-4 p-4">
        <NeedTiles />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          <div className="grid gap-4">
            <ActiveTrees />
            <RunHistogram />
          </div>
          <RecentChanges />
        </div>
        <SystemLine />
      </div>
    </div>
  );
}
