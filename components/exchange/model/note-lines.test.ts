import { expect, it } from "vitest";
import { noteLines } from "./note-lines";

it.each([
  ["# A heading #", "A heading", true],
  ["#no heading", "#no heading", false],
  ["- one of **several**", "• one of several", false],
  ["  * *within* it", "  • within it", false],
  ["> said _so_, not snake_case_word", "said so, not snake_case_word", false],
  ["`a * b * c` of [a page](https://example.com/x)", "a * b * c of a page", false],
  ["2 * 3 * 4 and \\*stars\\*", "2 * 3 * 4 and *stars*", false],
  ["1. first", "1. first", false],
])("%s is drawn without its signs", (line, text, bold) => {
  expect(noteLines(line)).toEqual([{ text, bold }]);
});

it("keeps lines and leaves out fences", () => {
  expect(noteLines("a\n```js\nx\n```\n\nb").map(({ text }) => text)).toEqual(["a", "x", "", "b"]);
});
