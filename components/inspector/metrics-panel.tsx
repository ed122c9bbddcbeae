"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { LevelMetrics } from "#server/engine/recursion/levels";
import type { MetricRow } from "#server/services/run/metrics";
import { messageOf, useTRPC } from "../providers";
import { Badge, ErrorState, Skeleton, Table, Td, Th, Tr } from "../ui";
import { byPer, hasAllowances, levelRows, metricText } from "./model/metrics";

const REFRESH_MS = 5_000;

type MetricsPanelProps = { readonly id: string; readonly live: boolean };

/** What a run is measured by, and each depth of its tree with what it is given. */
export function MetricsPanel({ id, live }: MetricsPanelProps) {
  const trpc = useTRPC();
  const metrics = useQuery({
    ...trpc.runs.metrics.queryOptions({ id }),
    staleTime: 0,
    refetchInterval: live ? REFRESH_MS : false,
  });
  if (metrics.error) {
    return (
      <ErrorState
        title="The metrics could not be loaded"
        message={messageOf(metrics.error)}
        onRetry={() => void metrics.refetch()}
      />
    );
  }
  if (!metrics.data) return <Skeleton className="h-40" />;
  const { run, level } = byPer(metrics.data.metrics);
  return (
    <div className="grid grid-cols-1 gap-5">
      <Part title="This run">
        <RunMetrics rows={run} />
        {metrics.data.cut ? (
          <p className="mt-1 text-degraded-ink text-small">
            Of a run this large, only the first 200,000 events are counted.
          </p>
        ) : null}
      </Part>
      <Part title="Levels of the tree">
        <Scroll label="Levels of the tree">
          <Levels levels={metrics.data.levels} />
        </Scroll>
      </Part>
      <Part title="By depth">
        <Scroll label="Metrics by depth">
          <LevelMetricsTable rows={level} />
        </Scroll>
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-1 font-medium text-ink-muted text-small">{title}</h3>
      {children}
    </section>
  );
}

/** Tables as narrow as they can be; wider ones move within their own box, which the keyboard reaches. */
function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      className="overflow-x-auto rounded border [&_td]:px-2 [&_th]:px-2"
    >
      {children}
    </section>
  );
}

function Name({ row: { name, description, custom } }: { readonly row: MetricRow }) {
  return (
    <div className="min-w-32 max-w-72 whitespace-normal py-1 text-left">
      <span className="mr-2 font-mono text-ink">{name}</span>
      {custom ? <Badge>own</Badge> : null}
      {description === null ? null : <p className="text-ink-faint text-micro">{description}</p>}
    </div>
  );
}

type Value = MetricRow["values"][number];

function Shown({ value, unit }: { readonly value: Value | undefined; readonly unit: string | null }) {
  if (!value) return null;
  if (value.problem === null) return <>{metricText(value.value, unit)}</>;
  return (
    <span className="whitespace-normal text-failed-ink text-small" title={value.problem}>
      {value.problem}
    </span>
  );
}

function RunMetrics({ rows }: { readonly rows: readonly MetricRow[] }) {
  return (
    <dl className="divide-y rounded border text-small">
      {rows.map((row) => (
        <div key={row.name} className="flex min-h-8 items-center justify-between gap-3 px-2 py-1">
          <dt>
            <Name row={row} />
          </dt>
          <dd className="min-w-0 text-right font-mono">
            <Shown value={row.values[0]} unit={row.unit} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Levels({ levels }: { readonly levels: readonly LevelMetrics[] }) {
  const shared = hasAllowances(levels);
  return (
    <Table>
      <thead>
        <tr>
          <Th>Depth</Th>
          <Th align="right">Runs</Th>
          <Th align="right">At work</Th>
          <Th align="right">Waiting</Th>
          <Th align="right">Tokens</Th>
          {shared ? <Th align="right">Time limits</Th> : null}
        </tr>
      </thead>
      <tbody>
        {levelRows(levels).map((row) => (
          <Tr key={row.depth} className="font-mono">
            <Td>{row.depth}</Td>
            <Td align="right">{row.runs}</Td>
            <Td align="right">{row.working}</Td>
            <Td align="right">{row.queued}</Td>
            <Td align="right">{row.tokens}</Td>
            {shared ? <Td align="right">{row.timeLimits}</Td> : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function LevelMetricsTable({ rows }: { readonly rows: readonly MetricRow[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Metric</Th>
          {rows[0]?.values.map(({ depth }) => (
            <Th key={depth} align="right">
              {depth}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.name}>
            <Td>
              <Name row={row} />
            </Td>
            {row.values.map((value) => (
              <Td key={value.depth} align="right" className="font-mono">
                <Shown value={value} unit={row.unit} />
              </Td>
            ))}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
