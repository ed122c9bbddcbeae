import { describe, expect, it } from "vitest";
import type { Period } from "../types-statistics.ts";
import { forecastDuration } from "./forecast.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const instant = (hour: number) => new Date(START + hour * HOUR).toISOString();

const periods = (p95s: readonly (number | null)[], succeeded = 9): readonly Period[] =>
  p95s.map((p95Ms, hour) => ({
    from: instant(hour),
    to: instant(hour + 1),
    runs: 9,
    succeeded: p95Ms === null ? 0 : succeeded,
    failed: 0,
    p50Ms: p95Ms,
    p95Ms,
    tokens: 0,
    costUsd: 0,
  }));
const rising = Array.from({ length: 13 }, (_, hour) => 1_000 + 10 * hour + (hour % 2));
const bucketMs = HOUR;

describe("forecastDuration", () => {
  it("goes on from the bucket that is not over, a quarter as far as it has looked back", () => {
    const forecast = forecastDuration(periods([...rising.slice(0, 12), 99_999]), {
      since: instant(0),
      bucketMs,
    });
    if (forecast.kind !== "line") throw new Error("there should be a line");
    expect(forecast).toMatchObject({
      method: "Theil-Sen",
      confidence: 0.8,
      points: 12,
      since: instant(0),
    });
    expect(forecast.msPerDay).toBeGreaterThan(235);
    expect(forecast.msPerDay).toBeLessThan(245);
    expect(forecast.ahead.map(({ from }) => from)).toEqual([instant(12), instant(13), instant(14)]);
    for (const { ms, low, high } of forecast.ahead) {
      expect(low).toBeLessThan(ms);
      expect(high).toBeGreaterThan(ms);
    }
  });

  it("looks at nothing before the newest revision, and says when too little is left", () => {
    const all = periods(rising);
    const late = forecastDuration(all, { since: instant(3), bucketMs });
    expect(late).toMatchObject({ kind: "line", points: 9, since: instant(3) });
    expect(forecastDuration(all, { since: instant(6), bucketMs })).toEqual({
      kind: "none",
      points: 6,
      needed: 8,
      runsNeeded: 5,
      since: instant(6),
    });
  });

  it("does not trust a percentile of a few runs", () => {
    const few = forecastDuration(periods(rising, 4), { since: instant(0), bucketMs });
    expect(few).toMatchObject({ kind: "none", points: 0 });
  });

  it("never goes below nothing", () => {
    const falling = Array.from({ length: 13 }, (_, hour) => Math.max(1, 120 - 10 * hour));
    const forecast = forecastDuration(periods(falling), { since: instant(0), bucketMs });
    if (forecast.kind !== "line") throw new Error("there should be a line");
    expect(Math.min(...forecast.ahead.map(({ low }) => low))).toBe(0);
  });
});
