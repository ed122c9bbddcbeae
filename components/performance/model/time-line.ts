import type { Period, RevisionMarker, StatisticsOverTime } from "#server/services/types-statistics";

/** A place on the time axis: the middle of a bucket that was, or of one to come. */
export type TimePoint = {
  readonly at: number;
  readonly period: Period | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly ahead: number | null;
  readonly band: readonly [low: number, high: number] | null;
};

export type TimeLine = {
  readonly points: readonly TimePoint[];
  /** Where the axis begins and ends. */
  readonly span: readonly [from: number, to: number];
  readonly marks: readonly (RevisionMarker & { readonly x: number })[];
};

/** Buckets and what is expected of those to come on one axis. The forecast takes the place of a bucket that is not over. */
export function timeLineOf({ periods, forecast, bucketMs, revisions, from }: StatisticsOverTime): TimeLine {
  const middle = (start: string) => Date.parse(start) + bucketMs / 2;
  const byTime = new Map<number, TimePoint>();
  for (const period of periods) {
    const at = middle(period.from);
    byTime.set(at, { at, period, p50: period.p50Ms, p95: period.p95Ms, ahead: null, band: null });
  }
  const ahead = forecast.kind === "line" ? forecast.ahead : [];
  for (const { from: start, ms, low, high } of ahead) {
    const at = middle(start);
    const there = byTime.get(at) ?? { at, period: null, p50: null, p95: null };
    byTime.set(at, { ...there, ahead: ms, band: [low, high] });
  }
  const points = [...byTime.values()].toSorted((a, b) => a.at - b.at);
  const end = (points.at(-1)?.at ?? Date.parse(from)) + bucketMs / 2;
  return {
    points,
    span: [Date.parse(from), end],
    marks: revisions.map((mark) => ({ ...mark, x: Date.parse(mark.at) })),
  };
}
