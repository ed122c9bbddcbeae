import { expect, test } from "vitest";
import type { ContextDiffLine, ContextReceipt } from "#server/services/run/context-types";
import { explainStrategy, groupsOf, savedShare, summariserText, summaryCostText } from "./context";

const total = (tokens: number) => ({ keys: 1, bytes: tokens * 4, tokens, stored: tokens * 4 });
const receipt = (changes: Partial<ContextReceipt>): ContextReceipt => ({
  strategy: "full",
  applied: "full",
  why: null,
  budget: null,
  before: total(100),
  after: total(25),
  diff: [],
  summaries: [],
  ...changes,
});
const line = (key: string, change: ContextDiffLine["change"]): ContextDiffLine => ({
  key,
  change,
  did: "kept",
  by: "full",
  why: null,
  to: null,
  before: null,
  after: null,
});

test("what a child lacks stands first, and empty groups are left out", () => {
  const groups = groupsOf([line("a", "inherited"), line("b", "dropped"), line("c", "inherited")]);
  expect(groups.map(({ change, lines }) => [change, lines.map(({ key }) => key)])).toEqual([
    ["dropped", ["b"]],
    ["inherited", ["a", "c"]],
  ]);
});

test("the share that was saved is of tokens, and never below nothing", () => {
  expect(savedShare(receipt({}))).toBe(0.75);
  expect(savedShare(receipt({ before: total(0) }))).toBe(0);
  expect(savedShare(receipt({ after: total(200) }))).toBe(0);
});

test.each([
  [{}, "Handed on by full."],
  [
    { strategy: "performance_aware", applied: "compressed", why: "usage 0.85 has reached 0.8" },
    "Handed on by performance_aware, which chose compressed: usage 0.85 has reached 0.8.",
  ],
  [
    { applied: "pinned", why: "depth 6 is beyond the limit of 5" },
    "Only what is pinned was handed on: depth 6 is beyond the limit of 5.",
  ],
  [{ strategy: "start", applied: "start" }, "The context begins with this run."],
])("%j reads: %s", (changes, sentence) => {
  expect(explainStrategy(receipt(changes))).toBe(sentence);
});

test.each([
  [{ agent: "writer", why: null }, "Written by agent writer."],
  [
    { agent: "writer", why: "it answered with nothing" },
    "The text's own sentences; agent writer: it answered with nothing.",
  ],
  [{ agent: null, why: "agents are not asked here" }, "The text's own sentences; agents are not asked here."],
])("says by whom a summary was made: %j", (made, text) => {
  expect(summariserText({ key: "notes", known: false, usage: null, ...made })).toBe(text);
});

test("says what a summary cost, or that it was paid for before", () => {
  const usage = { calls: 1, inputTokens: 1_200, cachedInputTokens: 0, outputTokens: 40, costUsd: 0.02 };
  const summary = { key: "notes", agent: "writer", why: null, known: false, usage };
  expect(summaryCostText(summary)).toBe("1,200 in, 40 out; cost $0.02");
  expect(summaryCostText({ ...summary, known: true, usage: null })).toBe("paid for before");
  expect(summaryCostText({ ...summary, usage: null })).toBeNull();
});
