import { expect, it } from "vitest";
import { formatCost, formatMany } from "./format";

it.each([
  [812, "812"],
  [9_999, "9,999"],
  [18_234, "18.2 k"],
  [999_949, "999.9 k"],
  [3_400_000, "3.4 M"],
])("%i of something that is counted finely is %s", (count, text) => {
  expect(formatMany(count)).toBe(text);
});

it.each([
  [0, "$0"],
  [0.000264, "$0.00026"],
  [0.0099, "$0.0099"],
  [12.345, "$12.35"],
])("%f dollars are %s", (usd, text) => {
  expect(formatCost(usd)).toBe(text);
});
