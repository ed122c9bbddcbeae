import type { LevelMetrics } from "#server/engine/recursion/levels";
import type { MetricRow } from "#server/services/run/metrics";
import { formatCount, formatDuration } from "../../ui/format";

const NUMBER = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** A value in its unit, as short as it can be read; `–` = not known. */
export function metricText(value: number | null, unit: string | null): string {
  if (value === null) return "–";
  if (unit === "ms" && value >= 0) return formatDuration(value);
  if (unit === "share") return `${NUMBER.format(value * 100)} %`;
  if (unit === "×") return `×${NUMBER.format(value)}`;
  return unit === null ? NUMBER.format(value) : `${NUMBER.format(value)} ${unit}`;
}

export type MetricsByPer = { readonly run: readonly MetricRow[]; readonly level: readonly MetricRow[] };

export function byPer(metrics: readonly MetricRow[]): MetricsByPer {
  return {
    run: metrics.filter(({ per }) => per === "run"),
    level: metrics.filter(({ per }) => per === "level"),
  };
}

export type LevelRow = {
  readonly depth: number;
  readonly runs: string;
  /** Agents that work now, of the places that there are where the depth has an allowance. */
  readonly working: string;
  readonly queued: string;
  readonly tokens: string;
  readonly timeLimits: string;
};

/** Rows of the table of levels; what a depth is given stands beside what it uses. */
export function levelRows(levels: readonly LevelMetrics[]): readonly LevelRow[] {
  return levels.map(({ depth, runs, agents, queued, tokens, allowance }) => ({
    depth,
    runs: formatCount(runs),
    working: allowance ? `${formatCount(agents)} of ${formatCount(allowance.places)}` : formatCount(agents),
    queued: formatCount(queued),
    tokens:
      allowance && allowance.tokens !== null
        ? `${formatCount(tokens)} of ${formatCount(allowance.tokens)}`
        : formatCount(tokens),
    timeLimits: allowance ? metricText(allowance.timeoutFactor, "×") : "×1",
  }));
}

/** Whether any depth is given less than all, so that the table has something to say of it. */
export function hasAllowances(levels: readonly LevelMetrics[]): boolean {
  return levels.some(({ allowance }) => allowance !== null);
}
