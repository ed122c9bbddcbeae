import { expect, test } from "vitest";
import { contextsApart } from "./contexts";

const A = {
  entries: [
    ["goal", "1"],
    ["plan", "2"],
    ["session", "a"],
  ],
  sets: [
    [0, 2],
    [0, 1, 2],
  ],
  of: [0, 1, -1],
} as const;
/** The same entries in another order, with another plan and of another start. */
const B = {
  entries: [
    ["session", "b"],
    ["plan", "3"],
    ["goal", "1"],
  ],
  sets: [
    [0, 2],
    [0, 1, 2],
  ],
  of: [0, 1, -1],
} as const;

test("contexts are told apart by key, whatever the order in which trees tell them, and the start aside", () => {
  const apart = contextsApart(A, B);
  expect(apart(0, 0)).toEqual([]);
  expect(apart(1, 1)).toEqual(["plan"]);
  expect(apart(0, 1)).toEqual(["plan"]);
  expect(apart(1, 2), "one of them has none").toEqual(["goal", "plan"]);
});

test("nothing is said of runs without a context, or that nobody has told of yet", () => {
  expect(contextsApart(A, B)(2, 2)).toBeNull();
  expect(contextsApart(A, B)(0, 3)).toBeNull();
  expect(contextsApart(A, undefined)(0, 0)).toBeNull();
});

test("two contexts are compared once, however many runs have them", () => {
  const many = { ...A, of: Array.from({ length: 1_000 }, () => 1) };
  const apart = contextsApart(many, B);
  expect(apart(7, 1)).toBe(apart(900, 1));
});
