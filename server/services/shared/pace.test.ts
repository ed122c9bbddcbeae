import { expect, test } from "vitest";
import { Pace } from "./pace.ts";

test("a key may ask so often a minute, whatever others do, and again in the next", () => {
  const pace = new Pace(2);
  expect([pace.take("a", 0), pace.take("a", 1), pace.isSpent("a", 2), pace.take("a", 2)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect([pace.isSpent("b", 3), pace.take("b", 3)]).toEqual([false, true]);
  expect(pace.take("a", 60_000)).toBe(true);
});

test("more keys than are kept do not make it forget those that it counts", () => {
  const pace = new Pace(1);
  for (let key = 0; key < 10_000; key += 1) pace.take(String(key), 0);
  expect([pace.take("one more", 0), pace.take("7", 0)]).toEqual([false, false]);
});
