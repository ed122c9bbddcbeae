import { expect, test } from "vitest";
import type { AttemptContext } from "#server/runtime/executor";
import { createEmitExecutor } from "./emit-executor.ts";

const context: AttemptContext = {
  signal: new AbortController().signal,
  deadline: null,
  idempotencyKey: "tree:root:say:-:1",
  runId: "tree",
  nodeId: "say",
  depth: 0,
  attempt: 1,
  delivery: 1,
  log: () => undefined,
  stream: () => undefined,
};
const emitted = { event: "audit.finished", payload: { ok: true } };

test("an event that stays inside is delivered by standing in the journal", async () => {
  expect(await createEmitExecutor().run("banyan:emit", emitted, context)).toEqual({
    ok: true,
    output: { event: "audit.finished", channels: ["inApp"] },
  });
});

test("each delivery gets the event with the key of the attempt", async () => {
  const seen: unknown[] = [];
  const executor = createEmitExecutor([
    {
      channel: "hook",
      deliver: async (event, { idempotencyKey }) => void seen.push([event, idempotencyKey]),
    },
  ]);
  const result = await executor.run("banyan:emit", emitted, context);
  expect(seen).toEqual([[emitted, "tree:root:say:-:1"]]);
  expect(result).toMatchObject({ ok: true, output: { channels: ["inApp", "hook"] } });
});

test("a delivery that fails makes the attempt fail in a way that may be tried again", async () => {
  const executor = createEmitExecutor([
    { channel: "hook", deliver: () => Promise.reject(new Error("HTTP 503")) },
  ]);
  expect(await executor.run("banyan:emit", emitted, context)).toMatchObject({
    ok: false,
    failure: {
      code: "EventUndelivered",
      retryable: true,
      message: "Event audit.finished was not delivered by hook: HTTP 503",
    },
  });
});

test("it knows no other name", () => {
  expect(createEmitExecutor().facts("license-check")).toBeUndefined();
});
