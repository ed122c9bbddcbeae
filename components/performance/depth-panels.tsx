"use client";
import { type ComponentProps, Suspense } from "react";
import type { StatisticsByDepth } from "#server/services/types-statistics";
import { formatCost, formatDuration, formatMany, lazyPart, Panel, Skeleton } from "../ui";
import { DepthTable } from "./depth-table";
import { countedText } from "./model/words";

const Chart = lazyPart(() => import("./depth-chart").then((part) => ({ default: part.DepthChart })));

function DepthChart(props: ComponentProps<typeof Chart>) {
  return (
    <Suspense fallback={<Skeleton className="m-3 h-[190px]" />}>
      <Chart {...props} />
    </Suspense>
  );
}

const FAINT = "var(--ink-faint)";
const ACCENT = "var(--accent)";
const DURATIONS = [
  { label: "p50", colour: FAINT },
  { label: "p95", colour: ACCENT },
] as const;

/** What each depth of the trees took, lost and used: four charts, and one table that says the same in figures. */
export function DepthPanels({ statistics }: { readonly statistics: StatisticsByDepth }) {
  const { depths } = statistics;
  if (depths.length === 0)
    return (
      <Panel title="By depth">
        <p className="text-ink-muted">
          None of these trees has ended yet. Depths are counted when they have.
        </p>
      </Panel>
    );
  return (
    <>
      <div className="grid gap-4 lg:grid-cols-2 2xl:grid-cols-4">
        <Panel title="Duration by depth" flush>
          <DepthChart
            depths={depths}
            bars={[
              { ...DURATIONS[0], value: ({ p50Ms }) => p50Ms },
              { ...DURATIONS[1], value: ({ p95Ms }) => p95Ms },
            ]}
            format={formatDuration}
            nothing="No run has succeeded yet."
          />
        </Panel>
        <Panel title="Own time by depth" flush>
          <DepthChart
            depths={depths}
            bars={[
              { ...DURATIONS[0], value: ({ ownP50Ms }) => ownP50Ms },
              { ...DURATIONS[1], value: ({ ownP95Ms }) => ownP95Ms },
            ]}
            format={formatDuration}
            nothing="No run has succeeded yet."
          />
        </Panel>
        <Panel title="Failures by depth" flush>
          <DepthChart
            depths={depths}
            bars={[
              {
                label: "Failed",
                colour: "var(--failed)",
                stack: true,
                value: ({ failed, runs }) => failed / runs,
              },
              {
                label: "Cancelled",
                colour: "var(--degraded)",
                stack: true,
                value: ({ cancelled, runs }) => cancelled / runs,
              },
            ]}
            nothing="No run has failed or was cancelled."
            format={(share) => `${Number((share * 100).toPrecision(2))} %`}
          />
        </Panel>
        <Panel title="Tokens and cost by depth" flush>
          <DepthChart
            depths={depths}
            bars={[{ label: "Tokens", colour: ACCENT, value: ({ tokens }) => tokens }]}
            format={formatMany}
            nothing="No tokens were used."
            more={({ costUsd, runs }) => [
              `${formatCost(costUsd)} in all`,
              `${formatCost(costUsd / Math.max(1, runs))} a run`,
            ]}
          />
        </Panel>
      </div>
      <Panel title="By depth" flush>
        <DepthTable depths={depths} />
        <p className="px-pad py-2 text-ink-muted text-small">{countedText(statistics)}</p>
      </Panel>
    </>
  );
}
