import { describe, expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import { runRow as run, storeOf } from "../../tree/testing/trees";
import { efficiencyOf, levelRows, quantile } from "./level-rows";

const forestOf = (...rows: RunRow[]) => storeOf(...rows).forest;

describe("levelRows", () => {
  it("sums what the rows of a depth say, open ones up to now", () => {
    const forest = forestOf(
      run(0, null, { endedAt: null, status: "running", tokens: 5, costUsd: 0.125 }),
      run(1, 0, { startedAt: 2, endedAt: 6, tokens: 7, costUsd: 0.25 }),
      run(2, 0, { startedAt: 2, endedAt: null, status: "running" }),
      run(3, 0, { startedAt: 3, endedAt: 13, tokens: 1, costUsd: 0.5 }),
    );
    expect(levelRows(forest, 20)).toMatchObject([
      { depth: 0, counts: { total: 1 }, elapsed: 20, p50: null, tokens: 5, costUsd: 0.125 },
      {
        depth: 1,
        counts: { total: 3, running: 1 },
        elapsed: 4 + 18 + 10,
        p50: 4,
        p95: 10,
        tokens: 8,
        costUsd: 0.75,
      },
    ]);
  });

  it("of some runs sums those alone, and keeps depths that have none of them", () => {
    const failed = { status: "failed" } as const;
    const forest = forestOf(
      run(0, null),
      run(1, 0, { tokens: 7 }),
      run(2, 0, failed),
      run(3, 0, { tokens: 1 }),
    );
    expect(levelRows(forest, 20, new Set([1, 2]))).toMatchObject([
      { depth: 0, counts: { total: 0 }, elapsed: 0, p50: null, firstFailed: null },
      { depth: 1, counts: { total: 2, failed: 1 }, tokens: 7, firstFailed: 2 },
    ]);
    expect(levelRows(forest, 20, new Set([3]))[1]).toMatchObject({
      counts: { failed: 0 },
      firstFailed: null,
    });
  });

  it("leads to a root cause before a run that failed because of a child", () => {
    const failed = { status: "failed" } as const;
    const forest = forestOf(
      run(0, null, failed),
      run(1, 0, failed),
      run(2, 0, failed),
      run(3, 1, { ...failed, depth: 2 }),
    );
    expect(levelRows(forest, 20).map(({ firstFailed }) => firstFailed)).toEqual([0, 2, 3]);
  });
});

it("a quantile is one of the values", () => {
  expect(quantile([], 0.5)).toBeNull();
  expect([quantile([1, 2, 3, 4], 0.5), quantile([1, 2, 3, 4], 0.95), quantile([7], 0.5)]).toEqual([2, 4, 7]);
});

it("efficiency is own work by elapsed time, and unknown without either", () => {
  expect(efficiencyOf(50, 200)).toBe(0.25);
  expect([efficiencyOf(undefined, 200), efficiencyOf(5, 0)]).toEqual([null, null]);
});
