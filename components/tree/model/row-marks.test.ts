import { describe, expect, it } from "vitest";
import type { RowNotes, RunRow } from "#server/engine/live/wire";
import { fold, newForest } from "./forest";
import { causeOf, cycleOf, sourceOf, waitOf } from "./row-marks";

function row(over: Partial<RunRow> = {}): RunRow {
  return {
    no: 0,
    parent: null,
    node: null,
    item: null,
    depth: 0,
    slug: "g",
    label: null,
    status: "running",
    startedAt: 1,
    endedAt: null,
    activeNode: null,
    retries: 0,
    parked: 0,
    tokens: 0,
    costUsd: 0,
    failure: null,
    ...over,
  };
}

function forestOf(...rows: RunRow[]) {
  const forest = newForest();
  for (const each of rows) fold(forest, each);
  return forest;
}

const wait = (over: object): RowNotes => ({ waits: [{ kind: "timer", node: "a", item: null, ...over }] });

describe("what a row waits for", () => {
  it.each<[string, Partial<RunRow>, string | undefined]>([
    ["a timer", { notes: wait({ until: 9 }) }, "a timer"],
    ["a signal by name", { notes: wait({ kind: "signal", name: "paid" }) }, "signal paid"],
    ["people by name", { notes: wait({ kind: "approval", by: ["ann", "bob"] }) }, "approval by ann, bob"],
    ["anyone who may approve", { notes: wait({ kind: "approval" }) }, "an approval"],
    ["the tree's budget", { notes: wait({ kind: "budget", of: 0 }) }, "budget of the tree"],
    ["another run's budget", { notes: wait({ kind: "budget", of: 4 }) }, "budget of #4"],
    ["a breaker", { notes: wait({ kind: "breaker", name: "http:x" }) }, "breaker http:x"],
    ["a person, whatever waits beside", { parked: 1, notes: wait({ until: 9 }) }, "a person"],
    ["a place at its level", { status: "queued", depth: 3, activeNode: "a" }, "a place at depth 3"],
    ["nothing while it works", { activeNode: "a" }, undefined],
    ["nothing once it has ended", { endedAt: 9, notes: wait({}) }, undefined],
  ])("%s", (_, over, text) => {
    expect(waitOf(forestOf(row(over)), row(over))?.text).toBe(text);
  });

  it("its children, and only those that live", () => {
    const child = (no: number, status: RunRow["status"], endedAt: number | null = null) =>
      row({ no, parent: 0, node: "c", depth: 1, status, endedAt });
    const stuck = child(4, "needs_attention");
    const forest = forestOf(row(), child(1, "running"), child(2, "succeeded", 9), child(3, "waiting"), stuck);
    expect(waitOf(forest, row())?.text).toBe("3 children");
    fold(forest, { no: 3, status: "cancelled", endedAt: 9 });
    fold(forest, { no: 4, status: "failed", endedAt: 9 });
    expect(waitOf(forest, row())?.text).toBe("1 child");
  });

  it("says how many further places wait", () => {
    const two = [
      { kind: "timer", node: "a", item: null },
      { kind: "retry", node: "b", item: null },
    ] as const;
    expect(waitOf(forestOf(row()), row({ notes: { waits: two } }))).toMatchObject({ kind: "timer", more: 1 });
  });
});

describe("marks of a row", () => {
  it("tells a cycle that was found from one that was refused, and where the same run is", () => {
    const cycle = { of: 3, node: "self", item: null, times: 1, refused: false };
    expect(cycleOf(row({ notes: { cycle } }))).toMatchObject({ text: "cycle: same as #3", jump: 3 });
    expect(cycleOf(row({ notes: { cycle: { ...cycle, refused: true, times: 4 } } }))?.text).toBe(
      "cycle refused: same as #3, 4 times",
    );
  });

  it("leads nowhere when what would be repeated stands above the tree", () => {
    const cycle = { of: 0, node: "self", item: null, times: 1, refused: true, outer: "x" };
    expect(cycleOf(row({ notes: { cycle } }))).toMatchObject({
      text: "cycle refused: same as a run above this tree",
      jump: null,
    });
  });

  it("takes the cause from the event, and guesses it only of rows that do not say", () => {
    const failed = row({ status: "failed", endedAt: 2 });
    const child = row({ no: 1, parent: 0, node: "c", depth: 1, status: "failed", endedAt: 2 });
    const forest = forestOf(failed, child);
    expect(causeOf(forest, failed)).toBe("child");
    expect(causeOf(forest, { ...failed, notes: { cause: { by: "itself" } } })).toBe("itself");
    expect(causeOf(forest, row({ status: "cancelled", notes: { cause: { by: "above" } } }))).toBe("above");
    expect(causeOf(forest, row({ status: "cancelled" }))).toBeNull();
    expect(sourceOf(row({ notes: { cause: { by: "child", of: 7 } } }))).toBe(7);
  });
});
