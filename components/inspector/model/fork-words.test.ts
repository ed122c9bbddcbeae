import { expect, test } from "vitest";
import { againWords, fateOf } from "./fork-words.ts";

test("what is typed is taken as the input or the result, when it is JSON", () => {
  expect(fateOf("again", "anything")).toEqual({});
  expect(fateOf("input", '{"n": 1}')).toEqual({ input: { n: 1 } });
  expect(fateOf("output", "null")).toEqual({ output: null });
  expect(fateOf("output", "{n: 1}")).toBeNull();
});

test("what is done again is named, and what waits for it above is counted", () => {
  expect(againWords(["b", "c"], 0)).toBe("b, c");
  expect(againWords([], 1)).toBe("nothing, and what waits for it above: 1 place");
  expect(againWords(["a", "b", "c", "d", "e", "f", "g", "h"], 2)).toBe(
    "a, b, c, d, e, f and 2 more, and what waits for it above: 2 places",
  );
});
