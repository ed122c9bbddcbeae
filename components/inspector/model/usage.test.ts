import { expect, test } from "vitest";
import { costText, tokensText, workerText } from "./usage";

const usage = { calls: 1, inputTokens: 1_240, cachedInputTokens: 0, outputTokens: 310, costUsd: 0 };

test("tokens say what came from where, and only what there was", () => {
  expect(tokensText(usage)).toBe("1,240 in, 310 out");
  expect(tokensText({ ...usage, cachedInputTokens: 200, calls: 2, toolCalls: 1 })).toBe(
    "1,240 in (200 cached), 310 out, 2 calls, 1 tool call",
  );
});

test.each([
  [0, "none"],
  [0.000264, "$0.00026"],
  [0.0099, "$0.0099"],
  [0.01, "$0.01"],
  [12.345, "$12.35"],
])("a cost of %f dollars reads %s", (usd, text) => {
  expect(costText(usd)).toBe(text);
});

test("agents and requests are named in words, tasks by their name", () => {
  expect(["banyan:agent/demo-writer", "banyan:http", "deep-research/search"].map(workerText)).toEqual([
    "agent demo-writer",
    "http request",
    "deep-research/search",
  ]);
});
