import { expect, test } from "vitest";
import { costText, tokensText, totalUsage, workerText } from "./usage";

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

test("the total counts every attempt that used anything, failed ones included", () => {
  expect(totalUsage([{ usage: null }])).toBeNull();
  const two = [
    { usage: { ...usage, costUsd: 0.25 } },
    { usage: null },
    { usage: { ...usage, costUsd: 0.5, toolCalls: 2 } },
  ];
  expect(totalUsage(two)).toEqual({
    calls: 2,
    inputTokens: 2_480,
    cachedInputTokens: 0,
    outputTokens: 620,
    costUsd: 0.75,
    toolCalls: 2,
  });
});
