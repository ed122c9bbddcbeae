import { expect, it } from "vitest";
import { isAfterEnd } from "./after-end";

it("the last event of a tree is not after its end, though the end is told without parts of a millisecond", () => {
  const last = 252.6;
  expect(isAfterEnd(Math.ceil(last), Math.floor(last))).toBe(false);
  expect(isAfterEnd(254, 252)).toBe(true);
});

it("nothing is after the end of a tree that goes on", () => {
  expect(isAfterEnd(9e15, null)).toBe(false);
});
