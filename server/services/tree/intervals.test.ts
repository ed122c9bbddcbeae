import fc from "fast-check";
import { expect, test } from "vitest";
import { type Interval, merged, without } from "./intervals.ts";

test("what overlaps or touches becomes one, whatever the order", () => {
  const found = merged(
    [
      [5, 7],
      [1, 3],
      [2, 5],
      [9, null],
      [20, 30],
    ],
    10,
  );
  expect(found).toEqual([
    [1, 7],
    [9, null],
  ]);
});

test("where there are too many the smallest pauses are closed first", () => {
  const found = merged(
    [
      [0, 1],
      [2, 3],
      [50, 51],
      [53, 54],
      [100, 101],
    ],
    3,
  );
  expect(found).toEqual([
    [0, 3],
    [50, 54],
    [100, 101],
  ]);
});

test("what remains beside others leaves out exactly what they cover", () => {
  expect(
    without(
      [
        [0, 10],
        [20, null],
      ],
      [
        [2, 3],
        [5, 6],
        [25, null],
      ],
    ),
  ).toEqual([
    [0, 2],
    [3, 5],
    [6, 10],
    [20, 25],
  ]);
});

const intervals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 12 })), { maxLength: 30 })
  .map((pairs) => pairs.map(([from, length]): Interval => [from, from + length]));
const holds = (list: readonly Interval[], at: number) =>
  list.some(([from, to]) => from <= at && at < (to ?? Number.POSITIVE_INFINITY));

test("at every instant: covered means in one and not in the other, and bounding never uncovers", () => {
  fc.assert(
    fc.property(intervals, intervals, fc.integer({ min: 1, max: 9 }), (some, others, max) => {
      const union = merged(some, 1_000);
      const rest = without(union, merged(others, 1_000));
      const bounded = merged(some, max);
      expect(bounded.length).toBeLessThanOrEqual(max);
      for (let at = 0; at < 75; at += 1) {
        expect(holds(union, at)).toBe(holds(some, at));
        expect(holds(rest, at)).toBe(holds(some, at) && !holds(others, at));
        if (holds(some, at)) expect(holds(bounded, at)).toBe(true);
      }
    }),
  );
});
