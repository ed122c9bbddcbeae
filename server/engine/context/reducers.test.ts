import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../values/json.ts";
import { type ReducerName, reduce } from "./reducers.ts";

const joined = (reducer: ReducerName, base: Json, current: Json, incoming: Json) =>
  reduce(reducer, { current, incoming, base });

describe("a reducer joins what a parent has with what its child wrote", () => {
  test.each<[ReducerName, Json, Json, Json, Json, boolean]>([
    ["replace", 1, 1, 2, 2, false],
    ["replace", 1, 3, 2, 2, true],
    ["replace", 1, 2, 2, 2, false],
    ["append", [1], [1], [1, 2], [1, 2], false],
    ["append", [1], [1, 3], [1, 2], [1, 3, 2], false],
    ["append", null, [1], [2], [1, 2], false],
    ["append", null, null, "x", ["x"], false],
    ["append", [1], [1], [5], [1, 5], false],
    ["deepMerge", { a: 1 }, { a: 1, b: 2 }, { a: 1, c: 3 }, { a: 1, b: 2, c: 3 }, false],
    ["deepMerge", { a: { x: 1 } }, { a: { x: 1, y: 2 } }, { a: { x: 5 } }, { a: { x: 5, y: 2 } }, false],
    ["deepMerge", { a: 1 }, { a: 2 }, { a: 3 }, { a: 3 }, true],
    ["deepMerge", {}, { a: 2 }, { a: 3 }, { a: 3 }, true],
    ["deepMerge", { a: 1 }, { a: 2 }, { a: 1 }, { a: 2 }, false],
    ["max", 1, 5, 3, 5, false],
    ["max", 1, 5, 7, 7, false],
    ["max", null, null, 7, 7, false],
    ["max", "a", "b", "c", "c", false],
    ["max", 1, 5, "x", "x", true],
  ])("%s from %j: %j and %j give %j", (reducer, base, current, incoming, value, conflict) => {
    expect(joined(reducer, base, current, incoming)).toEqual({ value, conflict });
  });

  test("deepMerge never reaches a prototype", () => {
    const evil = JSON.parse(
      '{"__proto__": {"x": 1}, "constructor": {"prototype": {"x": 1}}, "a": {"__proto__": 2}}',
    );
    const { value } = reduce("deepMerge", { current: { a: {} }, incoming: evil as Json });
    expect(value).toEqual({ a: {} });
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  test("one side that changed nothing never is a conflict, and gives the other side", () => {
    const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    const safe = json.filter((value) => !JSON.stringify(value).includes("__proto__"));
    fc.assert(
      fc.property(
        safe,
        safe,
        fc.constantFrom<ReducerName>("replace", "deepMerge"),
        (base, other, reducer) => {
          const { value, conflict } = joined(reducer, base, base, other);
          expect(conflict).toBe(false);
          if (reducer === "replace") expect(value).toEqual(other);
        },
      ),
    );
  });
});
