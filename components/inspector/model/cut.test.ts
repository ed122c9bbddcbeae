import { expect, it } from "vitest";
import { isCut, readable } from "./cut";

const mark = { $truncated: true, bytes: 2_048, preview: '{"a":1' };

it("leaves a whole value as it is", () => {
  const value = { a: [1, null, "x"], $truncated: false };
  expect(readable(value)).toEqual({ value, cuts: [] });
  expect(isCut(value)).toBe(false);
});

it("finds what is missing at any depth and says how much it is", () => {
  const { value, cuts } = readable({ keep: 1, deep: [{ lockfile: mark }] });
  expect(value).toEqual({ keep: 1, deep: [{ lockfile: '{"a":1… (2 KB in all)' }] });
  expect(cuts).toEqual([{ path: "/deep/0/lockfile", bytes: 2_048 }]);
  expect(isCut(mark)).toBe(true);
});
