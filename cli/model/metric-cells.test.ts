import { expect, test } from "vitest";
import { metricCells } from "./metric-cells.ts";

const of = (value: number | null, problem: string | null = null, depth: number | null = null) => ({
  depth,
  value,
  problem,
});

test("a metric of a run is one value with its unit", () => {
  expect(metricCells({ name: "duration", unit: "ms", per: "run", values: [of(1_234.567)] })).toEqual([
    "duration",
    "run",
    "1234.57 ms",
  ]);
});

test("a metric of depths is a line of values, the root's first, with what is not known and why", () => {
  const values = [of(0.5, null, 0), of(null, null, 1), of(null, "gave NaN, which is no number", 2)];
  expect(metricCells({ name: "success", unit: "share", per: "level", values })[2]).toBe(
    "50  -  (gave NaN, which is no number) %",
  );
  expect(metricCells({ name: "own", unit: null, per: "level", values: [of(null, null, 0)] })[2]).toBe("-");
});
