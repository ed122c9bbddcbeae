import { describe, expect, test } from "vitest";
import type { Event } from "../run/events.ts";
import { foldHistory, type History, MAX_MOMENTS, newHistory } from "./history.ts";

const failure = { class: "task", code: "Bad", message: "secret payload", retryable: true };

function fold(...events: readonly (readonly [number, object])[]): History {
  const history = newHistory();
  events.forEach(([at, event], index) => {
    foldHistory(history, index + 1, { v: 1, at, run: 0, node: "a", ...event } as unknown as Event);
  });
  return history;
}

const START = [0, { type: "RunStarted", depth: 0 }] as const;
const spansOf = (history: History, run = 0) =>
  history.runs.get(run)?.spans.map(({ kind, from, to }) => [kind, from, to]);

describe("the spans of a run", () => {
  test("tell the wait for a place from the work, and the wait for another try from both", () => {
    const history = fold(
      START,
      [1, { type: "AttemptQueued", attempt: 1, task: "visit" }],
      [3, { type: "AttemptStarted", attempt: 1, delivery: 1, task: "visit" }],
      [7, { type: "AttemptFailed", attempt: 1, failure, retryAt: 9 }],
      [9, { type: "AttemptStarted", attempt: 2, delivery: 1, task: "visit" }],
      [12, { type: "NodeCompleted", result: { output: 1 }, edges: [] }],
    );
    expect(spansOf(history)).toEqual([
      ["queue", 1, 3],
      ["work", 3, 7],
      ["wait", 7, 9],
      ["work", 9, 12],
    ]);
    expect(history.runs.get(0)?.retries).toEqual([7]);
    expect(history.runs.get(0)?.task).toBe("visit");
  });

  test("of items of a map end one by one, and with their node all at once", () => {
    const started = { type: "AttemptStarted", attempt: 1, delivery: 1, task: "t" };
    const history = fold(
      START,
      [1, { ...started, item: 0 }],
      [1, { ...started, item: 1 }],
      [4, { type: "ItemCompleted", item: 0, result: { output: 1 } }],
      [6, { type: "NodeFailed", failure }],
    );
    expect(spansOf(history)).toEqual([
      ["work", 1, 4],
      ["work", 1, 6],
    ]);
  });

  test("are open while nothing has ended them, and the end of the run ends every one", () => {
    const waits = [2, { type: "NodeStarted", awaits: { k: "signal", name: "go" } }] as const;
    expect(spansOf(fold(START, waits))).toEqual([["wait", 2, null]]);
    const ended = [8, { type: "RunCancelled", reason: "enough" }] as const;
    expect(spansOf(fold(START, waits, ended))).toEqual([["wait", 2, 8]]);
  });

  test("of a delivery after a crash begin where the lost one ends", () => {
    const started = { type: "AttemptStarted", attempt: 1, task: "t" };
    const history = fold(START, [1, { ...started, delivery: 1 }], [5, { ...started, delivery: 2 }]);
    expect(spansOf(history)).toEqual([
      ["work", 1, 5],
      ["work", 5, null],
    ]);
  });
});

test("a tree is busy from its first open attempt to the last that ends, and again after a pause", () => {
  const started = { type: "AttemptStarted", attempt: 1, delivery: 1, task: "t" };
  const completed = { type: "NodeCompleted", result: { output: 1 }, edges: [] };
  const history = fold(
    START,
    [1, { ...started, node: "a" }],
    [2, { ...started, node: "b" }],
    [3, { ...completed, node: "a" }],
    [5, { ...completed, node: "b" }],
    [5, { ...started, node: "c" }],
    [6, { ...completed, node: "c" }],
    [90, { ...started, node: "d" }],
  );
  expect(history.busy).toEqual([
    { from: 1, to: 6 },
    { from: 90, to: null },
  ]);
});

describe("moments", () => {
  test("say what happened where, without what was in the payloads", () => {
    const { moments } = fold(
      START,
      [2, { type: "CycleDetected", ancestor: 0, fingerprint: "f" }],
      [4, { type: "RunFailed", failure }],
      [4, { type: "NodeSkipped" }],
    );
    expect(moments).toEqual([
      { seq: 2, at: 2, kind: "cycle", run: 0, ancestor: 0, text: "Cycle: would repeat run 0" },
      { seq: 3, at: 4, kind: "failure", run: 0, text: "Failed: Bad" },
    ]);
    expect(JSON.stringify(moments)).not.toContain("secret");
  });

  test("beyond the bound are counted, not kept", () => {
    const many = Array.from(
      { length: MAX_MOMENTS + 3 },
      (_, at) => [at, { type: "RunFailed", failure }] as const,
    );
    const { moments, left } = fold(...many);
    expect([moments.length, left]).toEqual([MAX_MOMENTS, 3]);
  });
});

test("events are folded in order or not at all", () => {
  expect(() => foldHistory(newHistory(), 2, { v: 1, at: 1, type: "TreeResumed" } as Event)).toThrow(
    "got event 2",
  );
});
