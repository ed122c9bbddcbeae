"use client";
import type { Period, StatisticsOverTime } from "#server/services/types-statistics";
import { Absolute, cx, formatCost, formatCount, formatDuration, Link, Table, Td, Th, Tr } from "../ui";
import { runsOf, type Scope } from "./model/scope";

type TableProps = { readonly scope: Scope; readonly statistics: StatisticsOverTime };

/** The figures of the chart; each period leads to its runs. */
export function PeriodTable({ scope, statistics: { periods, forecast } }: TableProps) {
  const ahead = forecast.kind === "line" ? forecast.ahead : [];
  return (
    <div className="max-h-[290px] overflow-auto">
      <Table data-testid="period-table">
        <thead>
          <tr>
            <Th>From</Th>
            <Th align="right">Runs</Th>
            <Th align="right">Failed</Th>
            <Th align="right">p50</Th>
            <Th align="right">p95</Th>
            <Th align="right">Tokens</Th>
            <Th align="right">Cost</Th>
          </tr>
        </thead>
        <tbody>
          {ahead.toReversed().map(({ from, ms, low, high }) => (
            <tr key={`ahead ${from}`} className="text-ink-muted">
              <Td>
                <Absolute at={from} /> (expected)
              </Td>
              <Td colSpan={3} />
              <Td align="right" className="font-mono">
                {formatDuration(ms)}
              </Td>
              <Td colSpan={2} className="font-mono">
                {formatDuration(low)} to {formatDuration(high)}
              </Td>
            </tr>
          ))}
          {periods
            .filter(({ runs }) => runs > 0)
            .toReversed()
            .map((period) => (
              <PeriodRow key={period.from} scope={scope} period={period} />
            ))}
        </tbody>
      </Table>
    </div>
  );
}

function PeriodRow({ scope, period }: { readonly scope: Scope; readonly period: Period }) {
  const { from, runs, failed, p50Ms, p95Ms, tokens, costUsd } = period;
  return (
    <Tr>
      <Td>
        <Link
          href={runsOf(scope, period)}
          className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
        >
          <Absolute at={from} />
        </Link>
      </Td>
      <Figure text={formatCount(runs)} />
      <Figure text={formatCount(failed)} faint={failed === 0} />
      <Figure text={p50Ms === null ? "–" : formatDuration(p50Ms)} faint={p50Ms === null} />
      <Figure text={p95Ms === null ? "–" : formatDuration(p95Ms)} faint={p95Ms === null} />
      <Figure text={formatCount(tokens)} faint={tokens === 0} />
      <Figure text={formatCost(costUsd)} faint={costUsd === 0} />
    </Tr>
  );
}

export function Figure({ text, faint = false }: { readonly text: string; readonly faint?: boolean }) {
  return (
    <Td align="right" className={cx("font-mono", faint && "text-ink-faint")}>
      {text}
    </Td>
  );
}
