"use client";
import { useRouter } from "next/navigation";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCount, formatDuration, useZone } from "../ui";
import { formatAbsolute } from "../ui/instant";
import { AXIS } from "./axis";
import { ChartTip, Legend } from "./legend";
import { runsOf, type Scope } from "./model/scope";
import type { TimeLine, TimePoint } from "./model/time-line";

const DAY_MS = 86_400_000;
const COLOURS = { p50: "var(--ink-faint)", p95: "var(--accent)", mark: "var(--waiting)" } as const;

type ChartProps = {
  readonly scope: Scope;
  readonly timeLine: TimeLine;
  readonly bucketMs: number;
  /** One tree that took hours beside many that took seconds is seen on a logarithmic one. */
  readonly scale: "linear" | "log";
};

/** Median and 95th percentile over time; what is expected as a band, revisions as upright lines. A click leads to the runs. */
export function DurationChart({ scope, timeLine: { points, span, marks }, bucketMs, scale }: ChartProps) {
  const router = useRouter();
  const { zone } = useZone();
  const dayAt = useDay(bucketMs);
  const open = (index: number | string | null | undefined) => {
    const period = points[Number(index)]?.period;
    if (period && period.runs > 0) router.push(runsOf(scope, period));
  };
  const forecast = points.some(({ band }) => band !== null);
  return (
    <div className="px-2 pt-3" data-testid="duration-chart">
      <ResponsiveContainer width="100%" height={250}>
        <ComposedChart
          data={scale === "log" ? points.map(aboveZero) : [...points]}
          margin={{ top: 16, right: 16, bottom: 0, left: 8 }}
          onClick={({ activeTooltipIndex }) => open(activeTooltipIndex)}
          className="cursor-pointer"
          title="Duration of root runs over time"
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={[...span]}
            tickFormatter={dayAt}
            minTickGap={40}
            {...AXIS}
          />
          <YAxis
            tickFormatter={formatDuration}
            width={64}
            {...(scale === "log" ? LOGARITHMIC : {})}
            {...AXIS}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-strong)" }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as TimePoint | undefined;
              return active && point ? (
                <ChartTip
                  title={formatAbsolute(point.at - bucketMs / 2, zone, point.at)}
                  lines={linesOf(point)}
                />
              ) : null;
            }}
          />
          {marks.map(({ x, workflow, revision }) => (
            <ReferenceLine
              key={`${workflow}@${revision}`}
              x={x}
              stroke={COLOURS.mark}
              strokeDasharray="3 3"
              label={{
                value: scope.workflow ? `@${revision}` : "",
                position: "top",
                fill: "var(--waiting-ink)",
                fontSize: 11,
              }}
            />
          ))}
          <Area
            dataKey="band"
            stroke="none"
            fill={COLOURS.p95}
            fillOpacity={0.16}
            isAnimationActive={false}
            activeDot={false}
          />
          <Line dataKey="p50" stroke={COLOURS.p50} strokeWidth={1.5} {...DRAWN} />
          <Line dataKey="p95" stroke={COLOURS.p95} strokeWidth={2} {...DRAWN} />
          <Line dataKey="ahead" stroke={COLOURS.p95} strokeDasharray="5 4" {...DRAWN} />
        </ComposedChart>
      </ResponsiveContainer>
      <Legend
        items={[
          { label: "p95", colour: COLOURS.p95 },
          { label: "p50", colour: COLOURS.p50 },
          ...(forecast ? [{ label: "Forecast of p95", colour: COLOURS.p95, soft: true }] : []),
          ...(marks.length > 0 ? [{ label: "Revision published", colour: COLOURS.mark }] : []),
        ]}
      />
    </div>
  );
}

const LOGARITHMIC = { scale: "log", domain: ["auto", "auto"], allowDataOverflow: true } as const;

/** Nothing is nowhere on a logarithmic axis. */
function aboveZero(point: TimePoint): TimePoint {
  return point.band ? { ...point, band: [Math.max(1, point.band[0]), Math.max(1, point.band[1])] } : point;
}

const DRAWN = { dot: false, connectNulls: true, isAnimationActive: false, type: "linear" } as const;

/** Ticks: the hour where buckets are short, else the day. */
function useDay(bucketMs: number): (at: number) => string {
  const { zone } = useZone();
  const words = new Intl.DateTimeFormat("en-GB", {
    ...(zone === "utc" ? { timeZone: "UTC" } : {}),
    ...(bucketMs * 24 <= DAY_MS
      ? { hour: "2-digit", minute: "2-digit" }
      : { day: "numeric", month: "short" }),
  });
  return (at) => words.format(at);
}

function linesOf({ period, ahead, band }: TimePoint): readonly string[] {
  const lines: string[] = [];
  if (period) {
    lines.push(`${formatCount(period.runs)} runs, ${formatCount(period.failed)} failed`);
    if (period.p50Ms !== null) lines.push(`p50 ${formatDuration(period.p50Ms)}`);
    if (period.p95Ms !== null) lines.push(`p95 ${formatDuration(period.p95Ms)}`);
  }
  if (ahead !== null && band)
    lines.push(
      `expected p95 ${formatDuration(ahead)}, ${formatDuration(band[0])} to ${formatDuration(band[1])}`,
    );
  return lines;
}
