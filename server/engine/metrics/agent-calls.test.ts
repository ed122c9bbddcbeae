import { describe, expect, it } from "vitest";
import type { Event } from "../run/events.ts";
import { AgentCalls, quantile } from "./agent-calls.ts";

const failure = { class: "task", code: "ModelUnavailable", message: "503", retryable: true } as const;
const usage = { calls: 1, inputTokens: 30, cachedInputTokens: 0, outputTokens: 12, costUsd: 0.5 };
const started = (at: number, task: string, more: object = {}) =>
  ({
    type: "AttemptStarted",
    v: 1,
    at,
    run: 0,
    node: "ask",
    attempt: 1,
    delivery: 1,
    task,
    pure: false,
    ...more,
  }) as Event;
const done = (at: number, more: object = {}) =>
  ({
    type: "NodeCompleted",
    v: 1,
    at,
    run: 0,
    node: "ask",
    result: { output: 1 },
    edges: [],
    attempt: 1,
    ...more,
  }) as Event;
const failed = (at: number, more: object = {}) =>
  ({
    type: "AttemptFailed",
    v: 1,
    at,
    run: 0,
    node: "ask",
    attempt: 1,
    failure,
    retryAt: null,
    ...more,
  }) as Event;

const callsOf = (...events: readonly Event[]) => {
  const fold = new AgentCalls();
  for (const event of events) fold.take(event);
  return fold.calls;
};

describe("AgentCalls", () => {
  it("counts calls of agents alone, with how long they took and what they used, failed ones too", () => {
    const calls = callsOf(
      started(10, "banyan:agent/writer"),
      failed(25, { usage }),
      started(30, "banyan:agent/writer", { attempt: 2 }),
      done(70, { attempt: 2, usage }),
      started(80, "work", { node: "other" }),
      done(90, { node: "other" }),
    );
    expect(calls).toEqual([
      { agent: "writer", at: 25, tookMs: 15, failed: true, tokens: 42, costUsd: 0.5 },
      { agent: "writer", at: 70, tookMs: 40, failed: false, tokens: 42, costUsd: 0.5 },
    ]);
  });

  it("tells items of a map apart, and takes a call that was handed out again from its last time", () => {
    const item = (no: number, at: number) => started(at, "banyan:agent/writer", { item: no });
    const end = (no: number, at: number) =>
      ({
        type: "ItemCompleted",
        v: 1,
        at,
        run: 0,
        node: "ask",
        item: no,
        result: { output: 1 },
        attempt: 1,
      }) as Event;
    const calls = callsOf(item(0, 0), item(1, 1), item(0, 50), end(1, 11), end(0, 60));
    expect(calls.map(({ tookMs }) => tookMs)).toEqual([10, 10]);
  });

  it("knows no call that nobody answered", () => {
    expect(callsOf(started(1, "banyan:agent/writer"))).toEqual([]);
    expect(callsOf(done(1))).toEqual([]);
  });
});

describe("quantile", () => {
  it("is the value that so many are not above", () => {
    const values = [40, 10, 30, 20];
    expect([quantile(values, 0.5), quantile(values, 0.95), quantile([], 0.5)]).toEqual([20, 40, null]);
  });
});
