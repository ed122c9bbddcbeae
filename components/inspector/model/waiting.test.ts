import { expect, test } from "vitest";
import { parkedIn, waitingText, waitingTexts } from "./waiting";

const at = { node: "ask", item: null };
const budget = { kind: "budget", ...at, account: "t", heldBy: ["t"] } as const;

test.each([
  [
    { ...budget, limit: "maxTokens", needs: 16_000, left: 4_000, max: 20_000 },
    "ask: 16,000 tokens to come back: 4,000 of 20,000 are free (maxTokens), others hold the rest",
  ],
  [
    { ...budget, item: 2, limit: "maxCostUsd", needs: 0.5, left: 0.25, max: 1, heldBy: [] },
    "ask[2]: $0.5 to come back: $0.25 of $1 are free (maxCostUsd)",
  ],
  [
    { kind: "limit", ...at, limit: "maxAgentsPerLevel", max: 3, depth: 1, heldBy: [] },
    "ask: a place: 3 are at work at depth 1 (maxAgentsPerLevel)",
  ],
  [
    { kind: "attempt", ...at, task: "banyan:agent/writer", attempt: 2, since: null },
    "ask: attempt 2 of agent writer",
  ],
  [{ kind: "paused", since: 1 }, "its tree is paused"],
  [
    { kind: "breaker", ...at, breaker: "http:api.example.com", until: 9 },
    "ask: the breaker http:api.example.com to close",
  ],
  [
    { kind: "compensation", node: ":compensation", item: null, run: "t.2", end: "cancelled" },
    "what it did to be undone, before it is cancelled",
  ],
] as const)("a reason %# reads as a sentence with its numbers", (reason, text) => {
  expect(waitingText(reason)).toBe(text);
});

test("the same words stand once, and a long list ends with how many more there are", () => {
  const items = Array.from(
    { length: 12 },
    (_, item) => ({ kind: "timer", node: "w", item, until: 1 }) as const,
  );
  expect(waitingTexts([...items, ...items])).toHaveLength(9);
  expect(waitingTexts(items).at(-1)).toBe("and 4 more");
});

test("places that wait for a person are told apart from what comes by itself", () => {
  const person = { kind: "person", ...at, failure: null } as const;
  expect(parkedIn([{ kind: "timer", ...at, until: 1 }, person])).toEqual([person]);
});
