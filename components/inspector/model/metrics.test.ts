import { expect, it } from "vitest";
import type { LevelMetrics } from "#server/engine/recursion/levels";
import { hasAllowances, levelRows, metricText } from "./metrics";

const level = (more: Partial<LevelMetrics>): LevelMetrics => ({
  depth: 0,
  runs: 1_200,
  runsSucceeded: 0,
  runsFailed: 0,
  runsCancelled: 0,
  agents: 3,
  queued: 7,
  attempts: 9,
  retries: 0,
  successShare: null,
  workMs: 0,
  tokens: 5_000,
  costUsd: 0,
  efficiency: null,
  slowestNode: null,
  allowance: null,
  ...more,
});

it.each([
  [null, "ms", "–"],
  [1_240, "ms", "1.24 s"],
  [-3, "ms", "-3 ms"],
  [0.1234, "share", "12.34 %"],
  [1.5, "×", "×1.5"],
  [12_345.678, "tokens", "12,345.68 tokens"],
  [2, null, "2"],
])("writes %s in %s as %s", (value, unit, text) => {
  expect(metricText(value, unit)).toBe(text);
});

it("puts what a depth is given beside what it uses", () => {
  const allowance = { places: 5, tokens: 20_000, timeoutFactor: 1.5, raised: {} };
  expect(levelRows([level({ allowance })])).toEqual([
    {
      depth: 0,
      runs: "1,200",
      working: "3 of 5",
      queued: "7",
      tokens: "5,000 of 20,000",
      timeLimits: "×1.5",
    },
  ]);
  expect(levelRows([level({ allowance: { ...allowance, tokens: null } })])[0]?.tokens).toBe("5,000");
});

it("says nothing of allowances where there are none", () => {
  expect(levelRows([level({})])[0]).toMatchObject({ working: "3", tokens: "5,000", timeLimits: "×1" });
  expect(hasAllowances([level({})])).toBe(false);
});
