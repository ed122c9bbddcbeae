"use client";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { every, useTRPC } from "../providers";
import { Loaded } from "../shell";
import { Button, lazyPart, Panel, Skeleton } from "../ui";
import { type Bar, barsOf } from "./model/bars";
import { RunTable } from "./run-table";

const Chart = lazyPart(() => import("./run-chart").then((part) => ({ default: part.RunChart })));

const REFRESH_MS = 15_000;

function ChartSkeleton() {
  return <Skeleton className="m-3 h-[204px]" />;
}

export function RunChart({ bars }: { readonly bars: readonly Bar[] }) {
  return (
    <Suspense fallback={<ChartSkeleton />}>
      <Chart bars={bars} />
    </Suspense>
  );
}

/** Runs of the last 24 hours by hour and state, as a chart or as a table. */
export function RunHistogram() {
  const trpc = useTRPC();
  const histogram = useQuery({
    ...trpc.overview.histogram.queryOptions({ hours: 24, bucketMinutes: 60 }),
    refetchInterval: every(REFRESH_MS),
  });
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel
      title="Runs of the last 24 hours"
      flush
      onRetry={() => void histogram.refetch()}
      actions={
        <Button size="small" look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? "View as chart" : "View as table"}
        </Button>
      }
    >
      <div className="min-h-[228px]">
        <Loaded query={histogram} what="The runs of the last 24 hours" skeleton={<ChartSkeleton />}>
          {(data) => {
            const bars = barsOf(data);
            if (bars.every(({ total }) => total === 0))
              return <p className="px-pad py-6 text-ink-muted">Nothing was started in the last 24 hours.</p>;
            return asTable ? <RunTable bars={bars} /> : <RunChart bars={bars} />;
          }}
        </Loaded>
      </div>
    </Panel>
  );
}
