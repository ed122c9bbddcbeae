import { countTokens as countWhole } from "gpt-tokenizer/encoding/o200k_base";
import { expect, test } from "vitest";
import { countTokens, countTokensNow } from "./tokenizer.ts";

test("counts as o200k_base does, also in pieces, and takes no word for a command", async () => {
  expect(await countTokens("hello world")).toBe(2);
  expect(await countTokens("")).toBe(0);
  expect(await countTokens("<|endoftext|>")).toBeGreaterThan(1);
  const long = "The tide of the harbour grows and falls again. ".repeat(3_000);
  expect(await countTokens(long)).toBe(countWhole(long));
  const unbroken = "🌊".repeat(20_000);
  expect(await countTokens(unbroken)).toBeGreaterThan(0);
});

test("counts short texts at once when the tables are there, and never long ones", async () => {
  await countTokens("load");
  expect(countTokensNow("hello world")).toBe(2);
  expect(countTokensNow("x".repeat(100_000))).toBeUndefined();
});
