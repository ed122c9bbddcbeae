import { expect, test } from "vitest";
import { PendingBatch } from "#server/engine/live/pending-batch";
import { newProjection } from "#server/engine/live/project";
import { applyBatch } from "#server/engine/live/replica";
import type { RunRow, TreeSummary } from "#server/engine/live/wire";
import { pastBatch } from "./deltas.ts";

test("a batch names each run to which something happened, whether or not its row shows it", () => {
  const pending = new PendingBatch("tree:t");
  pending.add(4, { no: 1, row: { status: "waiting" }, tree: null });
  pending.add(5, { no: 1, row: null, tree: null });
  pending.add(6, { no: 2, row: null, tree: null });
  pending.add(7, { no: null, row: null, tree: { paused: true } });
  expect(pending.take()).toEqual({
    topic: "tree:t",
    from: 4,
    to: 7,
    rows: [{ no: 1, status: "waiting" }, { no: 2 }],
    tree: { paused: true },
  });
  expect(pending.take()).toBeNull();
});

test("what a reader catches up on takes away the notes that it still had", () => {
  const row = { no: 0, status: "running" } as RunRow;
  const projection = newProjection();
  projection.rows.set(0, row);
  const waits = [{ kind: "timer", node: "a", item: null, until: 9 }] as const;
  const replica = { seq: 3, tree: {} as TreeSummary, rows: new Map([[0, { ...row, notes: { waits } }]]) };
  applyBatch(replica, pastBatch(projection, { topic: "tree:t", from: 4, to: 5 }, new Set([0])));
  expect(replica.rows.get(0)).toEqual(row);
});
