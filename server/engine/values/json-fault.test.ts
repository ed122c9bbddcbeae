import fc from "fast-check";
import { expect, test } from "vitest";
import { findJsonFault } from "./json-fault.ts";

test.each([
  ['{"a":x}', 1, 6, '"x"'],
  ['{"a":1,}', 1, 8, '"}"'],
  ['{\n  "a": [1, 2,, 3]\n}', 2, 14, '","'],
  ["{'a': 1}", 1, 2, '"\'"'],
  ['{"a": 1', 1, 8, "end of text"],
  ['{"a": "b', 1, 9, "end of text"],
  ['{"a": "b\nc"}', 1, 9, '"\\n"'],
  ['{"a": "\\x"}', 1, 8, '"\\\\"'],
  ["[1 2]", 1, 4, '"2"'],
  ["[1]]", 1, 4, '"]"'],
  ["[01]", 1, 3, '"1"'],
  ["{] ", 1, 2, '"]"'],
  ["", 1, 1, "end of text"],
])("the fault of %j is at line %i, column %i", (text, line, column, found) => {
  expect(findJsonFault(text)).toEqual({ line, column, found });
});

test("a text has a fault exactly when JSON.parse refuses it", () => {
  const refused = (text: string) => {
    try {
      JSON.parse(text);
      return false;
    } catch {
      return true;
    }
  };
  const mutated = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", '"', "]", "}", "x", "\\", "0"))
    .map(([text, place, patch]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + patch + text.slice(at + 1);
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), mutated), (text) => {
      expect(findJsonFault(text) !== null).toBe(refused(text));
    }),
    { numRuns: 2_000 },
  );
});
