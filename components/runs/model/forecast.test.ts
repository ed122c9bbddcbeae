import { describe, expect, it } from "vitest";
import { beforeLooks, forecastOf, forecastText, type Sample, withSample } from "./forecast";

const samples = (...pairs: [number, number][]): Sample[] => pairs.map(([at, spent]) => ({ at, spent }));
const plain = (value: number) => String(Math.round(value));

describe("a forecast", () => {
  it("goes on at the rate of the samples, and says when the limit is reached", () => {
    expect(forecastOf(samples([0, 0], [20_000, 10], [40_000, 20], [60_000, 30]), 60)).toEqual({
      perMinute: 30,
      soon: 60,
      leftMs: 60_000,
    });
    expect(forecastOf(samples([0, 0], [20_000, 10], [40_000, 20], [60_000, 30]), null)).toEqual({
      perMinute: 30,
      soon: 330,
      leftMs: null,
    });
  });

  it("says nothing of one look at a tree that began long ago, nor of two", () => {
    // The start of a tree is a point too, at which nothing was spent.
    expect(forecastOf(samples([0, 0], [60_000, 30]), 60)).toBeNull();
    expect(forecastOf(samples([0, 0], [55_000, 28], [60_000, 30]), 60)).toBeNull();
    expect(forecastOf(samples([0, 0], [50_000, 25], [55_000, 28], [60_000, 30]), 60)).not.toBeNull();
  });

  it("says nothing of a few seconds, or while nothing is spent", () => {
    expect(forecastOf(samples([0, 0], [2_000, 3], [4_000, 9], [5_000, 30]), 60)).toBeNull();
    expect(forecastOf([], 5)).toBeNull();
    expect(forecastOf(samples([5, 3]), 5)).toBeNull();
    expect(forecastOf(samples([0, 3], [20_000, 3], [40_000, 3], [60_000, 3]), 5)).toBeNull();
  });

  it("is of the last two minutes: what was fast before counts no more", () => {
    let kept = withSample([], { at: 0, spent: 0 });
    for (let half = 1; half <= 10; half += 1)
      kept = withSample(kept, { at: half * 30_000, spent: half === 1 ? 1_000 : 1_000 + half });
    expect(kept[0]).toEqual({ at: 180_000, spent: 1_006 });
    expect(forecastOf(kept, null)?.perMinute).toBe(2);
  });

  it.each([
    ["an hour old and at rest", 3_600_000, 0, null],
    ["an hour old and at work", 3_600_000, 0.0005, 30],
    ["a minute old and at work", 60_000, 0.0005, 30],
  ])("of a tree that is %s is of what it spends now", (_, age, rate, perMinute) => {
    const spentBefore = age > 120_000 ? 90 : age * rate;
    let kept = beforeLooks(0, age);
    for (let look = 0; look < 5; look++) {
      const at = look * 5_000;
      kept = withSample(kept, { at: age + at, spent: spentBefore + at * rate });
    }
    const forecast = forecastOf(kept, 100);
    expect(forecast?.perMinute ?? null).toEqual(perMinute === null ? null : expect.closeTo(perMinute));
  });

  it("takes no sample from before the last one", () => {
    const kept = samples([10, 1]);
    expect(withSample(kept, { at: 10, spent: 5 })).toBe(kept);
  });

  it("reads as a sentence", () => {
    expect(forecastText({ perMinute: 3, soon: 40, leftMs: 20_000 }, plain)).toBe(
      "3 a minute: the limit is reached in 20.0 s",
    );
    expect(forecastText({ perMinute: 3, soon: 40, leftMs: null }, plain)).toBe(
      "3 a minute: 40 in 10 minutes",
    );
    expect(forecastText({ perMinute: 3, soon: 40, leftMs: 3_600_000 }, plain)).toBe(
      "3 a minute: 40 in 10 minutes; the limit in 1h 00m",
    );
  });
});
