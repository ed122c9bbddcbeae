import { describe, expect, test } from "vitest";
import type { Event } from "../run/events.ts";
import { notesAfter, startedNotes } from "./row-notes.ts";
import type { RowNotes, RunRow } from "./wire.ts";

const RUN = "01900000-0000-7000-8000-000000000000.7";

function notesFrom(...events: readonly object[]): RowNotes | null {
  let notes: RowNotes | null = null;
  for (const event of events) {
    const next = notesAfter({ notes } as RunRow, { v: 1, at: 5, run: 0, node: "a", ...event } as Event);
    if (next !== undefined) notes = next;
  }
  return notes;
}

const failure = (kind: string, details: object = {}) => ({ class: kind, code: "X", message: "x", details });
const timer = { type: "NodeStarted", wakeAt: 9 };
const approval = {
  type: "NodeStarted",
  node: "ok",
  awaits: { k: "approval", title: "secret title", assignees: ["ann", "bob", "cy", "di"], quorum: 1 },
};
const retry = { type: "AttemptFailed", retryAt: 9, failure: failure("network") };
const cycle = { type: "CycleDetected", ancestor: 3, fingerprint: "f" };

describe("what a row says its run waits for", () => {
  test.each<[string, object[], RowNotes["waits"]]>([
    ["a timer until its instant", [timer], [{ kind: "timer", node: "a", item: null, until: 9 }]],
    [
      "a signal by its name",
      [{ type: "NodeStarted", awaits: { k: "signal", name: "go" } }],
      [{ kind: "signal", node: "a", item: null, name: "go" }],
    ],
    [
      "an approval by some people, without its title",
      [approval],
      [{ kind: "approval", node: "ok", item: null, since: 5, by: ["ann", "bob", "cy"] }],
    ],
    [
      "the people it was passed on to",
      [approval, { type: "ApprovalEscalated", node: "ok", assignees: ["eve"], wakeAt: 12 }],
      [{ kind: "approval", node: "ok", item: null, since: 5, by: ["eve"], until: 12 }],
    ],
    [
      "the budget of a run",
      [{ type: "AttemptQueued", waitsFor: 2 }],
      [{ kind: "budget", node: "a", item: null, of: 2 }],
    ],
    [
      "a breaker until it asks again",
      [{ type: "AttemptHeld", breaker: "http:x", until: 9 }],
      [{ kind: "breaker", node: "a", item: null, until: 9, name: "http:x" }],
    ],
    ["the next try of an item", [{ ...retry, item: 4 }], [{ kind: "retry", node: "a", item: 4, until: 9 }]],
    [
      "several places at once, each until it goes on",
      [timer, { ...retry, node: "b" }, { type: "AttemptStarted", node: "b" }],
      [{ kind: "timer", node: "a", item: null, until: 9 }],
    ],
  ])("%s", (_, events, waits) => {
    expect(notesFrom(...events)?.waits).toEqual(waits);
  });

  test.each<[string, object]>([
    ["completes", { type: "NodeCompleted", result: { output: 1 }, edges: [] }],
    ["fails", { type: "NodeFailed", failure: failure("task") }],
    ["is asked for again", { type: "NodeRetried", generation: 2 }],
    ["belongs to a run that ends", { type: "RunEnding", end: {}, undo: true }],
  ])("nothing once its node %s, its items included", (_, event) => {
    expect(notesFrom(timer, { ...retry, item: 1 }, event)?.waits).toBeUndefined();
  });

  test("at most eight places, and a name of eighty characters", () => {
    const many = Array.from({ length: 12 }, (_, item) => ({ ...retry, item }));
    expect(notesFrom(...many)?.waits).toHaveLength(8);
    const long = notesFrom({ type: "NodeStarted", awaits: { k: "signal", name: "n".repeat(500) } });
    expect(long?.waits?.[0]?.name).toHaveLength(80);
  });

  test("an approval, however many other places wait before it, and no fewer places after it", () => {
    const held = (many: number) =>
      Array.from({ length: many }, (_, item) => ({ type: "AttemptHeld", breaker: "b", until: 9, item }));
    expect(notesFrom(...held(9), approval)?.waits?.filter(({ kind }) => kind === "approval")).toHaveLength(1);
    expect(notesFrom(approval, ...held(9))?.waits).toHaveLength(9);
  });

  test("an attempt that starts and ends without waiting changes nothing", () => {
    const row = { notes: null } as RunRow;
    for (const type of ["AttemptStarted", "NodeCompleted"])
      expect(notesAfter(row, { v: 1, at: 1, run: 0, node: "a", type } as unknown as Event)).toBeUndefined();
  });
});

describe("what else a row says", () => {
  test("a cycle is a finding until what follows refuses the place", () => {
    const found = { of: 3, node: "a", item: null, times: 1, refused: false };
    expect(notesFrom(cycle)?.cycle).toEqual(found);
    expect(notesFrom(cycle, { type: "NodeFailed", failure: failure("cycle") })?.cycle).toEqual({
      ...found,
      refused: true,
    });
    expect(notesFrom(cycle, { ...cycle, item: 2 })?.cycle).toEqual({ ...found, item: 2, times: 2 });
  });

  test("a cycle that a child failed of is not the parent's own", () => {
    const passed = { type: "NodeFailed", failure: failure("cycle", { origin: RUN }) };
    expect(notesFrom(cycle, passed)?.cycle?.refused).toBe(false);
  });

  test.each<[string, object, RowNotes["budget"]]>([
    ["granted", { type: "EscalationGranted" }, "granted"],
    ["refused", { type: "EscalationRefused" }, "refused"],
    ["cut", { type: "SlotDegraded", failure: failure("limit") }, "degraded"],
    ["raised by a person", { type: "ToppedUp", amounts: {} }, "toppedUp"],
    ["used up", { type: "SlotFailing", failure: failure("budget", { account: RUN }) }, "refused"],
    ["used up, and parked for it", { type: "SlotParked", budget: 0, failure: failure("limit") }, "refused"],
  ])("a budget was %s", (_, event, budget) => {
    expect(notesFrom(event)?.budget).toBe(budget);
  });

  test.each<[string, object, RowNotes["cause"]]>([
    ["itself", { type: "RunFailed", failure: failure("task") }, { by: "itself" }],
    ["a run below", { type: "RunFailed", failure: failure("task", { origin: RUN }) }, { by: "child", of: 7 }],
    [
      "a child that was cancelled",
      { type: "RunFailed", failure: failure("child", { run: RUN }) },
      { by: "child", of: 7 },
    ],
    ["what failed above", { type: "RunCancelled", reason: "run failed: X" }, { by: "above" }],
  ])("a run ended because of %s", (_, event, cause) => {
    expect(notesFrom(event)?.cause).toEqual(cause);
  });

  test("a run that a person cancelled was not ended by a failure", () => {
    expect(notesFrom({ type: "RunCancelled", reason: "cancelled by Ann" })).toBeNull();
  });

  test("what of a fork was taken from the original, the items of a node together", () => {
    const item = { type: "ItemCompleted", result: { output: 1 }, reused: RUN };
    const node = { type: "NodeCompleted", node: "b", result: { output: 1 }, edges: [], reused: RUN };
    expect(notesFrom({ ...item, item: 0 }, { ...item, item: 1 }, node)?.reused).toEqual(["a[]", "b"]);
  });

  test("what of a fork was given by hand, each item by itself", () => {
    const by = { how: "replace", actor: { id: "ann", name: "Ann" } };
    const item = { type: "ItemCompleted", item: 2, result: { output: 1 } };
    const node = { type: "NodeCompleted", node: "b", result: { output: 1 }, edges: [] };
    expect(notesFrom({ ...item, by }, { ...node, by })?.given).toEqual(["a[2]", "b"]);
    // One that is done again is told once.
    expect(notesFrom({ ...node, by }, { ...node, by })?.given).toEqual(["b"]);
    // What was given in the original is taken over as it was; what is completed by hand had begun here.
    const kept = { ...node, by, reused: RUN };
    expect(notesFrom(kept, { ...item, by: { ...by, how: "complete" } })).toEqual({ reused: ["b"] });
  });

  test("which nodes are loops, which time it is, and that it has a budget of its own", () => {
    expect(notesFrom({ type: "NodeStarted", loop: true })?.loops).toEqual(["a"]);
    const started = { account: { limits: { runs: 3 } }, origin: { run: 0, node: "a", generation: 2 } };
    expect(startedNotes(started as never)).toEqual({ notes: { budget: "own", again: 2 } });
    expect(startedNotes({ origin: null } as never)).toEqual({});
  });
});
