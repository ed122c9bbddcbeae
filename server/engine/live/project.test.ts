import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Graph, graphSchema, limitsSchema } from "../graph/graph.ts";
import type { Event } from "../run/events.ts";
import { newProjection, type Projection, project } from "./project.ts";
import { applyBatch, replicaOf } from "./replica.ts";
import type { RunRow, RunRowDelta, TreeBatch } from "./wire.ts";

const treeId = "01900000-0000-7000-8000-000000000000";
const graph: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "g",
  name: "G",
  nodes: { a: { kind: "end" } },
});
const at = (event: object, instant = 1): Event => ({ v: 1, at: instant, ...event }) as Event;
const START: readonly Event[] = [
  at({
    type: "TreeStarted",
    treeId,
    limits: limitsSchema.parse({}),
    actor: { kind: "user", id: "u", name: "u" },
  }),
  at({ type: "GraphBound", hash: "h", slug: "g", revision: 3, graph }),
  at({ type: "RunStarted", run: 0, origin: null, depth: 0, graph: "h", input: {}, fingerprint: "f" }),
];

function fold(events: readonly Event[], projection: Projection = newProjection()): Projection {
  for (const event of events) project(projection, projection.seq + 1, event);
  return projection;
}

function rootAfter(...events: readonly object[]): RunRow | undefined {
  return fold([...START, ...events.map((event) => at({ run: 0, node: "a", ...event }, 5))]).rows.get(0);
}

const failure = { class: "task", code: "Bad", message: "bad", retryable: true, details: { secret: 1 } };
const queued = { type: "AttemptQueued", attempt: 1, task: "t", input: {} };
const started = { type: "AttemptStarted", attempt: 1, delivery: 1, task: "t", pure: false };
const parked = { type: "SlotParked", failure };
const byHand = {
  unparks: 1,
  type: "NodeCompleted",
  result: { output: 1 },
  edges: [],
  by: { how: "complete", actor: {} },
};
const done = (node: string) => ({ type: "NodeCompleted", node, result: { output: 1 }, edges: [] });
const retried = { type: "AttemptFailed", attempt: 1, failure, retryAt: 9 };

describe("a run's row", () => {
  test.each<[string, object[], Partial<RunRow>]>([
    ["runs from its start", [], { status: "running", activeNode: null, slug: "g" }],
    ["is queued while its attempt waits for a place", [queued], { status: "queued", activeNode: "a" }],
    ["runs while its attempt works", [queued, started], { status: "running", activeNode: "a" }],
    ["stays running when a second attempt waits", [started, { ...queued, item: 2 }], { status: "running" }],
    [
      "runs while one of its nodes works, whichever of them started or ended last",
      [started, { ...started, node: "b" }, { ...started, node: "c" }, done("c"), done("a")],
      { status: "running", activeNode: "b" },
    ],
    [
      "waits for the second of two waits, whichever ends first",
      [{ type: "NodeStarted", wakeAt: 9 }, { type: "NodeStarted", node: "b", wakeAt: 9 }, done("b")],
      { status: "waiting" },
    ],
    [
      "waits for the first of two waits too",
      [{ type: "NodeStarted", wakeAt: 9 }, { type: "NodeStarted", node: "b", wakeAt: 9 }, done("a")],
      { status: "waiting" },
    ],
    [
      "runs again after both",
      [
        { type: "NodeStarted", wakeAt: 9 },
        { type: "NodeStarted", node: "b", wakeAt: 9 },
        done("a"),
        done("b"),
      ],
      { status: "running" },
    ],
    [
      "works beside an approval that it asks for meanwhile, and waits for that afterwards",
      [started, { type: "NodeStarted", node: "b", awaits: {} }],
      { status: "running", activeNode: "a" },
    ],
    [
      "waits for the approval once the work beside it is done",
      [started, { type: "NodeStarted", node: "b", awaits: {} }, done("a")],
      { status: "waiting", activeNode: null },
    ],
    [
      "works on at what started before the place that has parked",
      [{ ...started, node: "b" }, started, parked],
      { status: "needs_attention", activeNode: "b" },
    ],
    [
      "works on at further items of the node of which one has parked, until the last of them is done",
      [
        { ...started, item: 0 },
        { ...started, item: 1 },
        { ...parked, item: 1 },
      ],
      { status: "needs_attention", activeNode: "a" },
    ],
    [
      "waits where all that it does is to wait for another try of items",
      [
        { ...started, item: 0 },
        { ...started, item: 1 },
        { ...retried, item: 0 },
        { ...retried, item: 1 },
      ],
      { status: "waiting", activeNode: null, retries: 2 },
    ],
    [
      "works at no item of a node that has failed as a whole",
      [
        { ...started, item: 0 },
        { type: "SlotFailing", failure },
      ],
      { status: "running", activeNode: null },
    ],
    [
      "stands in line where nothing works, and names no node that only waits for budget",
      [
        { ...queued, waitsFor: 0 },
        { type: "NodeStarted", node: "b", wakeAt: 9 },
      ],
      { status: "queued", activeNode: null },
    ],
    [
      "needs attention when it has parked",
      [started, parked],
      { status: "needs_attention", activeNode: null },
    ],
    [
      "works on at another node when one has parked",
      [started, { ...started, node: "b" }, parked],
      { status: "needs_attention", activeNode: "b" },
    ],
    [
      "works on at another node when a person has decided",
      [parked, { ...started, node: "b" }, byHand],
      { status: "running", activeNode: "b", failure: null },
    ],
    [
      "does not look as if it worked when the items beside a parked one are done",
      [
        { ...parked, item: 0 },
        { ...started, item: 1 },
        { type: "ItemCompleted", item: 1, result: { output: 1 } },
      ],
      { status: "needs_attention", activeNode: null },
    ],
    [
      "works on when an item of another node is done beside a parked place",
      [parked, { ...started, node: "b" }, { type: "ItemFailed", node: "c", item: 1, failure }],
      { status: "needs_attention", activeNode: "b" },
    ],
    [
      "needs attention as long as one of several places is parked",
      [parked, { ...parked, node: "b" }, { ...byHand, unparks: 1 }, started],
      { status: "needs_attention", parked: 1, failure: { code: "Bad", message: "bad" } },
    ],
    [
      "runs again when the last of them is decided, or all at once are over",
      [parked, { ...parked, node: "b" }, { ...byHand, unparks: 2 }],
      { status: "running", parked: 0, failure: null },
    ],
    [
      "needs attention until a person decides, whatever goes on beside",
      [parked, { ...started, node: "b" }, { ...byHand, node: "b", unparks: 0 }],
      { status: "needs_attention", failure: { code: "Bad", message: "bad" } },
    ],
    ["runs again once a person has decided", [parked, byHand], { status: "running", failure: null }],
    [
      "runs again once it is done again",
      [parked, { type: "NodeRetried", unparks: 1 }],
      { status: "running", failure: null },
    ],
    [
      "keeps no failure of what had parked when it ends",
      [parked, { type: "RunSucceeded" }],
      { status: "succeeded", failure: null },
    ],
    [
      "goes on once a person has let it fail and its recovery has a rung for that",
      [
        parked,
        { type: "SlotFailing", unparks: 1, failure: { ...failure, details: { failedBy: "Ann" } } },
        { ...byHand, unparks: undefined, degraded: true },
      ],
      { status: "running", failure: null },
    ],
    [
      "stays parked when something else fails beside",
      [parked, { type: "SlotFailing", failure }],
      { status: "needs_attention" },
    ],
    [
      "waits while what it did is undone, whatever had worked or parked in it",
      [started, parked, { type: "RunEnding", end: { kind: "cancelled", reason: "enough" }, undo: true }],
      { status: "waiting", activeNode: null, failure: null },
    ],
    [
      "is in its queue again when the breaker lets it go",
      [
        started,
        { type: "AttemptHeld", attempt: 1, breaker: "task:t", until: 9 },
        { type: "AttemptReleased", attempt: 1, breaker: "task:t" },
      ],
      { status: "queued", activeNode: "a" },
    ],
    ["waits for what only others can give", [{ type: "NodeStarted", awaits: {} }], { status: "waiting" }],
    ["waits between attempts and counts them", [started, retried], { status: "waiting", retries: 1 }],
    [
      "runs again after a retry",
      [started, retried, { ...started, attempt: 2 }],
      { status: "running", retries: 1 },
    ],
    ["waits for a timer", [{ type: "NodeStarted", wakeAt: 9 }], { status: "waiting" }],
    ["runs while children work", [{ type: "NodeStarted", items: [1] }], { status: "running" }],
    [
      "has no active node once that is done",
      [started, { type: "NodeCompleted", result: { output: 1 }, edges: [] }],
      { status: "running", activeNode: null },
    ],
    [
      "ends well",
      [started, { type: "RunSucceeded", output: 1 }],
      { status: "succeeded", endedAt: 5, activeNode: null },
    ],
    [
      "ends badly with code and message only",
      [{ type: "RunFailed", failure }],
      { status: "failed", failure: { code: "Bad", message: "bad" } },
    ],
    ["is cancelled", [{ type: "RunCancelled", reason: "x" }], { status: "cancelled", endedAt: 5 }],
  ])("%s", (_, events, row) => {
    expect(rootAfter(...events)).toMatchObject(row);
  });
});

test("the summary follows pause, resumption and the root's end", () => {
  const actor = { kind: "user", id: "u", name: "u" };
  const projection = fold([...START, at({ type: "TreePaused", actor })]);
  expect(projection.tree).toMatchObject({
    paused: true,
    status: "paused",
    slug: "g",
    name: "G",
    revision: 3,
    maxDepth: 10,
  });
  fold([at({ type: "TreeResumed", actor })], projection);
  expect(projection.tree).toMatchObject({ paused: false, status: "running", endedAt: null });
  fold([at({ type: "RunFailed", run: 0, failure }, 7)], projection);
  expect(projection.tree).toMatchObject({ status: "failed", endedAt: 7 });
});

test("a gap in the events is refused", () => {
  expect(() => project(newProjection(), 2, START[0] as Event)).toThrow(/at 0 and got event 2/);
});

/** Random but well-formed events about the runs that have started so far. */
const changes = fc.array(
  fc.record({
    pick: fc.nat(),
    kind: fc.constantFrom(
      "child",
      "queued",
      "started",
      "retried",
      "done",
      "ended",
      "paused",
      "resumed",
      "slept",
      "cycle",
      "failed",
    ),
    node: fc.constantFrom("a", "b"),
  }),
  { maxLength: 60 },
);

function eventsFrom(picks: readonly { pick: number; kind: string; node: string }[]): readonly Event[] {
  let runs = 1;
  const actor = { kind: "user", id: "u", name: "u" };
  return picks.map(({ pick, kind, node }, index) => {
    const run = pick % runs;
    const place = { run, node };
    const of: Record<string, () => object> = {
      child: () => ({
        type: "RunStarted",
        run: runs++,
        origin: place,
        depth: 1,
        graph: "h",
        input: {},
        fingerprint: "f",
      }),
      queued: () => ({ ...queued, ...place }),
      started: () => ({ ...started, ...place }),
      retried: () => ({ ...retried, ...place }),
      done: () => ({ type: "NodeCompleted", ...place, result: { output: 1 }, edges: [] }),
      ended: () => ({ type: "RunSucceeded", run, output: 1 }),
      slept: () => ({ type: "NodeStarted", ...place, wakeAt: index + 20 }),
      cycle: () => ({ type: "CycleDetected", ...place, ancestor: 0, fingerprint: "f" }),
      failed: () => ({ type: "RunFailed", run, failure }),
      paused: () => ({ type: "TreePaused", actor }),
      resumed: () => ({ type: "TreeResumed", actor }),
    };
    return at((of[kind] ?? of["done"])?.() ?? {}, index + 10);
  });
}

function batchesOf(projection: Projection, events: readonly Event[]): readonly TreeBatch[] {
  return events.map((event) => {
    const seq = projection.seq + 1;
    const { no, row, tree } = project(projection, seq, event);
    const rows: RunRowDelta[] = no !== null && row ? [{ no, ...row }] : [];
    return { topic: `tree:${treeId}`, from: seq, to: seq, rows, ...(tree ? { tree } : {}) };
  });
}

test("a snapshot at any seq and the batches after it give the fold of all events", () => {
  fc.assert(
    fc.property(changes, fc.nat(), (picks, cut) => {
      const events = [...START, ...eventsFrom(picks)];
      const at = START.length + (cut % (events.length - START.length + 1));
      const early = fold(events.slice(0, at));
      const snapshot = { incarnation: "i", seq: early.seq, rows: [...early.rows.values()] };
      const replica = replicaOf({ ...snapshot, tree: early.tree as NonNullable<Projection["tree"]> });
      for (const batch of batchesOf(early, events.slice(at)))
        expect(applyBatch(replica, batch)).toBe("applied");
      const whole = fold(events);
      expect({ seq: replica.seq, tree: replica.tree, rows: replica.rows }).toEqual({
        seq: whole.seq,
        tree: whole.tree,
        rows: whole.rows,
      });
    }),
  );
});

test("an old batch changes nothing and a gap is told", () => {
  const projection = fold(START);
  const tree = projection.tree as NonNullable<Projection["tree"]>;
  const replica = replicaOf({ incarnation: "i", seq: 3, tree, rows: [...projection.rows.values()] });
  const batch: TreeBatch = { topic: `tree:${treeId}`, from: 2, to: 3, rows: [{ no: 0, retries: 9 }] };
  expect(applyBatch(replica, batch)).toBe("old");
  expect(applyBatch(replica, { ...batch, from: 5, to: 6 })).toBe("gap");
  expect(replica).toMatchObject({ seq: 3 });
  expect(replica.rows.get(0)?.retries).toBe(0);
});
