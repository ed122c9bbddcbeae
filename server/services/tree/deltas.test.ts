import { expect, test } from "vitest";
import { PendingBatch } from "./deltas.ts";

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
