import { afterEach, expect, it, vi } from "vitest";
import type { Question, RecoveryQuestion } from "#server/engine/context/questions";
import type { Json } from "#server/engine/values/json";
import { createAnswerBook } from "./answers.ts";
import { createBlobCache } from "./blob-cache.ts";

const about: RecoveryQuestion = {
  node: "a",
  item: null,
  depth: 0,
  workflow: "w",
  task: "t",
  failure: {
    class: "task",
    code: "TaskFailed",
    message: "no",
    severity: "medium",
    retryable: true,
    details: {},
    attempts: 1,
    escalated: false,
  },
  tries: 0,
  spentMs: 0,
  options: null,
};
const question: Question = { ask: "recover", function: "own", about };

afterEach(() => {
  vi.useRealTimers();
});

function bookOf(strategy: () => Promise<Json>) {
  return createAnswerBook({
    blobs: createBlobCache({ maxBytes: 1_000, read: async () => [] }),
    pack: async () => 0,
    inheritance: () => undefined,
    recovery: () => strategy,
  });
}

it("a strategy that hangs is given up after five seconds, and its tree goes on without it", async () => {
  vi.useFakeTimers();
  const book = bookOf(() => new Promise(() => undefined));
  const loaded = book.load([question]);
  await vi.advanceTimersByTimeAsync(5_000);
  await loaded;
  expect(book.lookup(question)).toMatchObject({
    ok: false,
    failure: {
      code: "RecoveryFailed",
      message: 'The recovery strategy "own" failed: it gave no answer within 5000 ms',
    },
  });
});

it("a strategy that throws before it answers is a failure as well", async () => {
  const book = bookOf(() => {
    throw new Error("half");
  });
  await book.load([question]);
  expect(book.lookup(question)).toMatchObject({ ok: false, failure: { code: "RecoveryFailed" } });
});
