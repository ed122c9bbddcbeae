import { describe, expect, it } from "vitest";
import type { EventRow } from "../shapes.ts";
import { foldEvent } from "./fold-event.ts";
import { newForest } from "./forest.ts";

const TREE = "01932f3a-0000-7000-8000-000000000001";
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

function row(seq: number, type: string, no: number | null, more: Record<string, unknown> = {}): EventRow {
  const runId = no === null ? null : no === 0 ? TREE : `${TREE}.${no}`;
  return { seq, type, runId, nodeId: null, attempt: null, at: at(seq), ...more };
}

const STORY = [
  row(1, "TreeStarted", null),
  row(2, "GraphBound", null, { hash: "h", slug: "audit" }),
  row(3, "RunStarted", 0, { depth: 0, graph: "h", origin: null }),
  row(4, "RunStarted", 1, {
    depth: 1,
    graph: "h",
    origin: { run: 0, node: "children", item: 0 },
    label: "left-pad",
  }),
  row(5, "RunStarted", 2, {
    depth: 1,
    graph: "h",
    origin: { run: 0, node: "children", item: 1 },
    label: "zod",
  }),
  row(6, "AttemptStarted", 1, { nodeId: "license", attempt: 1 }),
  row(7, "AttemptStarted", 1, { nodeId: "license", attempt: 2 }),
  row(8, "RunFailed", 1, { failure: { code: "TaskFailed", message: "no licence" } }),
  row(9, "RunSucceeded", 2),
];

function told(events: readonly EventRow[]) {
  const forest = newForest();
  for (const event of events) foldEvent(forest, event);
  return forest;
}

describe("foldEvent", () => {
  it("places each run below the run that started it", () => {
    const { root, deepest } = told(STORY);
    expect(root?.label).toBe("audit");
    expect(root?.children.map(({ label }) => label)).toEqual(["left-pad", "zod"]);
    expect(deepest).toBe(1);
  });

  it("counts outcomes up to the root", () => {
    const { root } = told(STORY);
    expect(root?.tally).toEqual({ total: 3, open: 1, succeeded: 1, failed: 1, cancelled: 0 });
  });

  it("keeps the failure and the retries of a run", () => {
    const branch = told(STORY).byId.get(`${TREE}.1`);
    expect(branch).toMatchObject({
      failure: "TaskFailed: no licence",
      retries: 1,
      activeNode: null,
      status: "failed",
    });
  });

  it("changes nothing when events come a second time", () => {
    expect(told([...STORY, ...STORY])).toEqual(told(STORY));
  });

  it("lets no event leave a settled run", () => {
    const again = told([...STORY, row(10, "RunSucceeded", 1), row(11, "NodeStarted", 1, { nodeId: "late" })]);
    expect(again.byId.get(`${TREE}.1`)).toMatchObject({ status: "failed", activeNode: null });
    expect(again.root?.tally.total).toBe(3);
  });

  it("shows a pause until the tree is resumed", () => {
    const paused = told([...STORY, row(10, "TreePaused", null)]);
    expect(paused.paused).toBe(true);
    foldEvent(paused, row(11, "TreeResumed", null));
    expect(paused.paused).toBe(false);
  });
});
