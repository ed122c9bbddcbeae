import { describe, expect, it } from "vitest";
import type { DurationForecast, Period, StatisticsOverTime } from "#server/services/types-statistics";
import { runsOf, scopeOf } from "./scope";
import { timeLineOf } from "./time-line";
import { countedText, forecastText } from "./words";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const instant = (hour: number) => new Date(START + hour * HOUR).toISOString();
const period = (hour: number, p95Ms: number | null): Period => ({
  from: instant(hour),
  to: instant(hour + 1),
  runs: 3,
  succeeded: 3,
  failed: 0,
  p50Ms: p95Ms,
  p95Ms,
  tokens: 0,
  costUsd: 0,
});
const line: DurationForecast = {
  kind: "line",
  method: "Theil-Sen",
  confidence: 0.8,
  points: 12,
  since: instant(0),
  msPerDay: -120,
  ahead: [
    { from: instant(2), ms: 90, low: 80, high: 100 },
    { from: instant(3), ms: 85, low: 70, high: 100 },
  ],
};
const none: DurationForecast = { kind: "none", points: 3, needed: 8, runsNeeded: 5, since: instant(0) };

const statistics = (forecast: DurationForecast): StatisticsOverTime => ({
  from: instant(0),
  to: instant(2.5),
  bucketMs: HOUR,
  cut: false,
  demo: false,
  periods: [period(0, 100), period(1, null), period(2, 70)],
  revisions: [{ workflow: "grow", revision: 2, at: instant(1.25), by: "Ada", note: null }],
  forecast,
});

describe("scopeOf", () => {
  it("reads an address, and does with the usual range where it says nothing that is known", () => {
    expect(scopeOf(new URLSearchParams("workflow=grow&range=7d"))).toEqual({ workflow: "grow", range: "7d" });
    expect(scopeOf(new URLSearchParams("range=ever"))).toEqual({ range: "14d" });
  });

  it("leads from a period to its runs", () => {
    const runs = runsOf({ workflow: "grow", range: "7d" }, { from: instant(0), to: instant(1) });
    expect(runs).toMatch(/^\/runs\?startedFrom=2026-01-01T00%3A00.*&startedTo=.*&workflow=grow$/);
  });
});

describe("timeLineOf", () => {
  it("puts buckets, what is expected and revisions on one axis; the bucket that goes on has both", () => {
    const { points, span, marks } = timeLineOf(statistics(line));
    expect(points.map(({ at }) => (at - START) / HOUR)).toEqual([0.5, 1.5, 2.5, 3.5]);
    expect(points.map(({ p95 }) => p95)).toEqual([100, null, 70, null]);
    expect(points.map(({ band }) => band)).toEqual([null, null, [80, 100], [70, 100]]);
    expect(span).toEqual([START, START + 4 * HOUR]);
    expect(marks).toMatchObject([{ x: START + 1.25 * HOUR, revision: 2 }]);
  });

  it("ends with the last bucket where nothing is expected", () => {
    expect(timeLineOf(statistics(none)).span).toEqual([START, START + 3 * HOUR]);
  });
});

describe("words", () => {
  it("name the method, its points and its confidence, or what is missing", () => {
    expect(forecastText(line)).toContain("12 periods (Theil–Sen), −120 ms a day");
    expect(forecastText(line)).toContain("80 %");
    expect(forecastText(none)).toContain("it takes 8 periods with 5 runs");
    expect(forecastText(none)).toContain("there are 3");
  });

  it("say how much was counted", () => {
    const counts = { from: instant(0), to: instant(1), demo: false, depths: [] };
    expect(countedText({ ...counts, trees: 4, counted: 4, runs: 9 })).toMatch(
      /^All 4 trees that have ended: 9 runs/,
    );
    expect(countedText({ ...counts, trees: 9_000, counted: 700, runs: 50_000 })).toMatch(
      /^The newest 700 of 9,000 trees/,
    );
  });
});
