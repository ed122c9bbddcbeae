"use client";
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { DepthStatistics } from "#server/services/types-statistics";
import { formatCount } from "../ui";
import { AXIS } from "./axis";
import { ChartTip, Legend, type LegendItem } from "./legend";

export type DepthBar = LegendItem & {
  readonly value: (depth: DepthStatistics) => number | null;
  readonly stack?: boolean;
};

type ChartProps = {
  readonly depths: readonly DepthStatistics[];
  readonly bars: readonly DepthBar[];
  readonly format: (value: number) => string;
  /** Said instead of a chart whose axis would have no measure. */
  readonly nothing: string;
  /** Further lines of what is said of a depth. */
  readonly more?: (depth: DepthStatistics) => readonly string[];
};

/** One group of bars a depth, the root on the left. The table below says the same in figures. */
export function DepthChart({ depths, bars, format, nothing, more }: ChartProps) {
  if (depths.every((depth) => bars.every(({ value }) => !value(depth))))
    return <p className="px-pad py-3 text-ink-muted">{nothing}</p>;
  return (
    <div className="px-2 pt-3">
      <ResponsiveContainer width="100%" height={170}>
        <BarChart
          data={[...depths]}
          barGap={1}
          barCategoryGap="24%"
          margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
          title={bars.map(({ label }) => label).join(" and ")}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="depth" {...AXIS} />
          <YAxis tickFormatter={format} width={58} {...AXIS} />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: "var(--hover)" }}
            content={({ active, payload }) => {
              const depth = payload?.[0]?.payload as DepthStatistics | undefined;
              if (!active || !depth) return null;
              const lines = bars.map(({ label, value }) => `${label} ${textOf(value(depth), format)}`);
              const runs = `${formatCount(depth.runs)} ${depth.runs === 1 ? "run" : "runs"}`;
              return (
                <ChartTip title={`Depth ${depth.depth}`} lines={[...lines, ...(more?.(depth) ?? []), runs]} />
              );
            }}
          />
          {bars.map(({ label, colour, value, stack }) => (
            <Bar
              key={label}
              name={label}
              dataKey={(depth: DepthStatistics) => value(depth)}
              fill={colour}
              maxBarSize={36}
              isAnimationActive={false}
              {...(stack ? { stackId: "all" } : {})}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
      <Legend items={bars} />
    </div>
  );
}

const textOf = (value: number | null, format: (value: number) => string) =>
  value === null ? "–" : format(value);
