import { expect, test } from "vitest";
import type { RunRow, TreeSnapshot } from "#server/engine/live/wire";
import type { TreeHistory } from "../tree/history.ts";
import { sharedHistory, sharedSnapshot } from "./redact.ts";

const row = {
  no: 1,
  label: "order 4711 of Ada",
  slug: "grow",
  status: "failed",
  failure: { code: "TaskFailed", message: "Ada's card was refused" },
  notes: {
    waits: [{ kind: "signal", node: "pay", item: null, name: "paid-4711", by: ["Ada"] }],
    cycle: { of: 0, node: "self", item: null, times: 1, refused: true, outer: "another-tree.3" },
    again: 2,
  },
} as unknown as RunRow;
const snapshot = {
  seq: 9,
  tree: { treeId: "t", status: "needs_attention", attention: "Ada's disk is full" },
  rows: [row],
} as unknown as TreeSnapshot;

test("a link to the structure alone shows nothing that was made of an input", () => {
  const shown = sharedSnapshot(snapshot, { names: false, values: false });
  expect(JSON.stringify(shown)).not.toMatch(/Ada|4711|another-tree/);
  expect(shown.rows[0]).toMatchObject({
    no: 1,
    label: null,
    failure: { code: "TaskFailed" },
    notes: { waits: [{ kind: "signal", node: "pay" }], again: 2 },
  });
  expect(shown.seq).toBe(9);
});

test("labels and values come when they are shared, people and other trees never", () => {
  const shown = sharedSnapshot(snapshot, { names: true, values: true });
  expect(shown.rows[0]).toMatchObject({ label: row.label, failure: row.failure });
  expect(shown.rows[0]?.notes?.waits).toEqual([
    { kind: "signal", node: "pay", item: null, name: "paid-4711" },
  ]);
  expect(shown.tree.attention).toBe("Ada's disk is full");
  expect(JSON.stringify(shown)).not.toContain("another-tree");
});

test("moments say what was done, not by whom", () => {
  const moments = ["Paused by Stand by Me", "review approved by Ada: QA", "Failed: TaskFailed"].map(
    (text, seq) => ({ seq, at: 0, kind: "person" as const, run: null, text }),
  );
  const { moments: shown } = sharedHistory({ moments } as unknown as TreeHistory);
  expect(shown.map(({ text }) => text)).toEqual(["Paused", "review approved", "Failed: TaskFailed"]);
});
