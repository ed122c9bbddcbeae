import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test.each([
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\tx", "'\tx"],
  ["\rx", '"\'\rx"'],
  ['=1,"2"', '"\'=1,""2"""'],
  ["two\nlines", '"two\nlines"'],
  ["plain → text", "plain → text"],
  ["", ""],
])("S38: the text %j becomes a cell that no spreadsheet runs", (text, expected) => {
  expect(csvLine([text])).toBe(expected);
});

test("numbers and empty fields stay as they are", () => {
  expect(csvLine([-1, null, "a"])).toBe("-1,,a");
});
