import { CONFIDENCE, LEAST_POINTS, lineThrough } from "#server/engine/metrics/trend";
import type { DurationForecast, Period } from "../types-statistics.ts";
import { iso } from "../views.ts";

/** A percentile of fewer runs is the chance of one of them. */
const RUNS_NEEDED = 5;
/** It looks ahead a quarter as far as it has looked back. */
const AHEAD = 0.25;
const DAY_MS = 86_400_000;

/**
 * A line through the 95th percentiles of the buckets that are over, from `since` on: what was before another revision
 * says nothing of this one.
 */
export function forecastDuration(
  periods: readonly Period[],
  { since, bucketMs }: { readonly since: string; readonly bucketMs: number },
): DurationForecast {
  const over = periods.slice(0, -1).filter(({ from }) => from >= since);
  const points = over.flatMap(({ from, succeeded, p95Ms }) =>
    succeeded >= RUNS_NEEDED && p95Ms !== null ? [{ x: Date.parse(from) / DAY_MS, y: p95Ms }] : [],
  );
  const line = lineThrough(points);
  const current = periods.at(-1);
  if (!line || !current)
    return { kind: "none", points: points.length, needed: LEAST_POINTS, runsNeeded: RUNS_NEEDED, since };
  const ahead = Array.from({ length: Math.max(1, Math.ceil(over.length * AHEAD)) }, (_, step) => {
    const from = Date.parse(current.from) + step * bucketMs;
    const x = from / DAY_MS;
    const [ms, within] = [line.at(x), line.within(x)];
    return {
      from: iso(from),
      ms: Math.max(0, ms),
      low: Math.max(0, ms - within),
      high: Math.max(0, ms + within),
    };
  });
  return {
    kind: "line",
    method: "Theil-Sen",
    confidence: CONFIDENCE,
    points: line.points,
    since: iso((points[0]?.x ?? 0) * DAY_MS),
    msPerDay: line.slope,
    ahead,
  };
}
