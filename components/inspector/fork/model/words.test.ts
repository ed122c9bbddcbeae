import { expect, test } from "vitest";
import { spentText, totalsText } from "./words.ts";

const nothing = { runs: 0, attempts: 0, tokens: 0, costUsd: 0 };

test("what places took is said in words, and nothing where it was nothing", () => {
  expect(spentText(nothing)).toBe("");
  expect(spentText({ runs: 1, attempts: 12, tokens: 1_200, costUsd: 0.1 })).toBe(
    "1 run, 12 attempts, 1,200 tokens, $0.10",
  );
});

test("fates are counted, those that somebody asked for apart", () => {
  const totals = { stands: 2, kept: 0, given: 0, again: 3, spent: nothing };
  expect(totalsText(totals)).toBe("Reuses 2 results; runs 3 places again.");
  expect(totalsText({ ...totals, kept: 1, given: 2, again: 0 })).toBe(
    "Reuses 3 results, 1 of them because you say so; replaces 2; runs nothing again.",
  );
});
