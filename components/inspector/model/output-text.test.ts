import { expect, it } from "vitest";
import { readOutput } from "./output-text.ts";

it.each([
  ['{"id": 7}', { id: 7 }],
  ['"paid"', "paid"],
  ["  ", null],
  ["null", null],
])("reads %s as an output", (text, value) => {
  expect(readOutput(text)).toEqual({ ok: true, value });
});

it("says that a bare word is no JSON, and what to do", () => {
  expect(readOutput("paid")).toMatchObject({ ok: false, problem: expect.stringContaining("in quotes") });
});
