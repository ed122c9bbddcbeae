import { expect, test } from "vitest";
import type { TreeBatch } from "#server/engine/live/wire";
import { MAX_QUEUED, Outbox } from "./outbox.ts";

function batch(seq: number, label = ""): TreeBatch {
  return { topic: "tree:x", from: seq, to: seq, rows: [{ no: 0, label }] };
}

function setUp() {
  const pipe = { stuck: false, sent: [] as number[], overflows: 0 };
  const outbox = new Outbox(
    { waiting: () => (pipe.stuck ? 99 : 0), send: ({ from }) => pipe.sent.push(from) },
    () => {
      pipe.overflows += 1;
    },
  );
  return { pipe, outbox };
}

test("what the connection takes goes out at once and in order", () => {
  const { pipe, outbox } = setUp();
  for (const seq of [1, 2, 3]) outbox.push(batch(seq));
  expect(pipe.sent).toEqual([1, 2, 3]);
});

test("a stuck connection gets its batches when it drains", async () => {
  const { pipe, outbox } = setUp();
  pipe.stuck = true;
  for (const seq of [1, 2]) outbox.push(batch(seq));
  expect(pipe.sent).toEqual([]);
  const drained = outbox.drained();
  pipe.stuck = false;
  outbox.pump();
  await drained;
  expect(pipe.sent).toEqual([1, 2]);
});

test("one batch too many drops the queue, once, and frees whoever waits", async () => {
  const { pipe, outbox } = setUp();
  pipe.stuck = true;
  for (let seq = 1; seq <= MAX_QUEUED.batches; seq++) outbox.push(batch(seq));
  expect(pipe.overflows).toBe(0);
  const drained = outbox.drained();
  outbox.push(batch(MAX_QUEUED.batches + 1));
  outbox.push(batch(MAX_QUEUED.batches + 2));
  await drained;
  pipe.stuck = false;
  outbox.pump();
  expect(pipe).toMatchObject({ overflows: 1, sent: [] });
});

test("a megabyte that piles up drops the queue; a single large batch does not", () => {
  const { pipe, outbox } = setUp();
  pipe.stuck = true;
  outbox.push(batch(1, "x".repeat(MAX_QUEUED.bytes * 2)));
  expect(pipe.overflows).toBe(0);
  outbox.push(batch(2));
  expect(pipe.overflows).toBe(1);
});
