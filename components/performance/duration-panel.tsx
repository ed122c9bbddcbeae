"use client";
import { Suspense, useState } from "react";
import type { StatisticsOverTime } from "#server/services/types-statistics";
import { Absolute, Button, formatCount, Link, lazyPart, oneOf, Panel, Skeleton, useAddressed } from "../ui";
import type { Scope } from "./model/scope";
import { timeLineOf } from "./model/time-line";
import { forecastText } from "./model/words";
import { PeriodTable } from "./period-table";

const DurationChart = lazyPart(() =>
  import("./duration-chart").then((part) => ({ default: part.DurationChart })),
);

const SCALES = oneOf(["linear", "log"]);

type PanelProps = { readonly scope: Scope; readonly statistics: StatisticsOverTime };

/** Durations of root runs over time, with revisions and a forecast, as a chart or as a table. */
export function DurationPanel({ scope, statistics }: PanelProps) {
  const [asTable, setAsTable] = useState(false);
  const [scale, setScale] = useAddressed("scale", SCALES);
  const runs = statistics.periods.reduce((all, period) => all + period.runs, 0);
  return (
    <Panel
      title="Duration of root runs"
      flush
      actions={
        <>
          {asTable ? null : (
            <Button
              size="small"
              look="quiet"
              aria-pressed={scale === "log"}
              onClick={() => setScale(scale === "log" ? "linear" : "log")}
              className="aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
            >
              Log scale
            </Button>
          )}
          <Button size="small" look="quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? "View as chart" : "View as table"}
          </Button>
        </>
      }
    >
      <div className="min-h-[290px]">
        {asTable ? (
          <PeriodTable scope={scope} statistics={statistics} />
        ) : (
          <Suspense fallback={<Skeleton className="m-3 h-[270px]" />}>
            <DurationChart
              scope={scope}
              timeLine={timeLineOf(statistics)}
              bucketMs={statistics.bucketMs}
              scale={scale}
            />
          </Suspense>
        )}
      </div>
      <div className="grid gap-1 border-t px-pad py-2 text-ink-muted text-small">
        <p data-testid="forecast">{forecastText(statistics.forecast)}</p>
        <p>
          {formatCount(runs)} root {runs === 1 ? "run" : "runs"}
          {statistics.cut ? ", the newest that can be read at once" : ""}; durations are of those that
          succeeded.
        </p>
        <Revisions statistics={statistics} />
      </div>
    </Panel>
  );
}

function Revisions({ statistics: { revisions } }: { readonly statistics: StatisticsOverTime }) {
  if (revisions.length === 0) return null;
  return (
    <ul aria-label="Revisions published in this time" className="flex flex-wrap gap-x-4 leading-6">
      {revisions.map(({ workflow, revision, at, note }) => (
        <li key={`${workflow}@${revision}`} className="min-w-0">
          <Link
            href={`/workflows/${workflow}`}
            className="inline-block font-mono text-accent-ink hover:underline"
          >
            {workflow}@{revision}
          </Link>{" "}
          <Absolute at={at} className="text-ink-faint" />
          {note === null ? null : <span> {note}</span>}
        </li>
      ))}
    </ul>
  );
}
