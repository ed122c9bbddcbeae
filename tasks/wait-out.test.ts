import { expect, test } from "vitest";
import { waitOut } from "./wait-out.ts";

const question = {
  node: "fetch",
  item: null,
  depth: 0,
  workflow: "w",
  task: "banyan:http",
  failure: {
    class: "rateLimit" as const,
    code: "HttpStatusUnexpected",
    message: "answered 429",
    severity: "low" as const,
    retryable: true,
    details: { status: 429 },
    attempts: 1,
    escalated: false,
  },
  tries: 0,
  spentMs: 0,
  options: {},
};

test("waits twice as long each time while the other side is busy", async () => {
  expect(await waitOut.decide(question)).toEqual({ do: "retry", afterMs: 30_000 });
  expect(await waitOut.decide({ ...question, tries: 2, spentMs: 90_000 })).toEqual({
    do: "retry",
    afterMs: 120_000,
  });
});

test("leaves what will not pass to the next rung", async () => {
  const failure = { ...question.failure, class: "permission" as const };
  expect(await waitOut.decide({ ...question, failure })).toEqual({ do: "next" });
});

test("goes on with what it was given after a quarter of an hour", async () => {
  const late = { ...question, tries: 5, spentMs: 600_000, options: { otherwise: "unknown" } };
  expect(await waitOut.decide(late)).toEqual({ do: "degrade", output: "unknown" });
  expect(await waitOut.decide({ ...late, options: {} })).toEqual({ do: "next" });
});
