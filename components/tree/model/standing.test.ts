import { expect, it } from "vitest";
import type { RowWait, RunRow, TreeSummary } from "#server/engine/live/wire";
import { runRow, storeOf } from "../testing/trees";
import { standingOf, stillCounts, waitingNodes } from "./standing";

const open = (over: Partial<RunRow> = {}): Partial<RunRow> => ({ status: "running", endedAt: null, ...over });
const waits = (wait: Partial<RowWait>): Partial<RunRow> =>
  open({ status: "waiting", notes: { waits: [{ kind: "timer", node: "n", item: null, ...wait }] } });

function standing(rows: readonly Partial<RunRow>[], tree: Partial<TreeSummary> = {}) {
  const { forest, tree: summary } = storeOf(...rows.map((over, no) => runRow(no, no === 0 ? null : 0, over)));
  if (!summary) throw new Error("there is no tree");
  return standingOf(forest, { ...summary, ...tree });
}

it("a tree in which everything waits is waiting, for what its first run waits for", () => {
  expect(standing([open(), waits({ kind: "approval", by: ["Ada"] }), waits({})])).toMatchObject({
    status: "waiting",
    word: "waiting",
    open: 3,
    wait: { kind: "approval", text: "approval by Ada" },
  });
});

it("a tree in which nothing works and a place waits for a person needs attention, whatever else waits", () => {
  const parked = open({ status: "needs_attention", parked: 1 });
  const person = { status: "needs_attention", wait: { kind: "person", text: "a person" } };
  expect(standing([parked])).toMatchObject({ ...person, word: "waiting", open: 0 });
  expect(standing([open(), waits({}), parked])).toMatchObject(person);
  expect(standing([open(), parked, open({ activeNode: "work" })])).toMatchObject({ status: "running" });
  expect(standing([parked], { paused: true })).toMatchObject({ status: "paused" });
  expect(standing([parked], { status: "needs_attention" })).toMatchObject({ word: "held back", wait: null });
});

it("a run that works beside what waits in it, or stands in line for that, is running", () => {
  const parked = (over: Partial<RunRow>) => open({ status: "needs_attention", parked: 1, ...over });
  expect(standing([parked({ activeNode: "work" })])).toMatchObject({ status: "running", wait: null });
  expect(standing([open(), parked({}), parked({ activeNode: "work" })])).toMatchObject({ status: "running" });
  expect(standing([parked({}), { ...waits({}), status: "running", activeNode: "work" }])).toMatchObject({
    status: "running",
  });
  expect(standing([parked({}), { ...waits({}), status: "queued", activeNode: "work" }])).toMatchObject({
    status: "running",
  });
  expect(standing([parked({}), { ...waits({ kind: "budget", of: 0 }), status: "queued" }])).toMatchObject({
    status: "needs_attention",
  });
});

it("a tree in which one run works, or is about to, is running", () => {
  expect(standing([open(), waits({}), open({ activeNode: "work" })])).toMatchObject({ status: "running" });
  expect(standing([open(), waits({}), open({ status: "queued" })])).toMatchObject({ status: "running" });
  expect(standing([open({ activeNode: "work" })])).toMatchObject({ status: "running", open: 1, wait: null });
});

it("a paused tree is paused and one that is held back is that, whatever its runs wait for", () => {
  expect(standing([open(), waits({})], { paused: true })).toMatchObject({
    status: "paused",
    word: "paused",
    open: 2,
  });
  expect(standing([open(), waits({})], { status: "needs_attention" })).toMatchObject({
    word: "held back",
    open: 2,
  });
});

it("a tree that has ended is what it ended as", () => {
  expect(standing([{}, {}], { status: "succeeded" })).toMatchObject({
    status: "succeeded",
    open: 0,
    wait: null,
  });
});

it("counts of a paused tree show no work, and lose no run", () => {
  const { forest } = storeOf(runRow(0, null, open()), runRow(1, 0, waits({})), runRow(2, 0));
  expect(stillCounts(forest.total, true)).toMatchObject({ running: 0, waiting: 2, succeeded: 1, total: 3 });
  expect(stillCounts(forest.total, false)).toBe(forest.total);
});

it("a node of the root waits where it does itself, or where all that goes on below it does", () => {
  const rows = [
    { ...waits({ kind: "approval", node: "ask" }), activeNode: "map" },
    { ...open(), parent: 0, node: "call" },
    { ...waits({}), parent: 1, node: "deep" },
    { ...waits({}), parent: 0, node: "mixed" },
    { ...open({ activeNode: "work" }), parent: 0, node: "mixed" },
    { ...open({ status: "needs_attention", parked: 1 }), parent: 0, node: "held" },
    { ...open({ status: "queued" }), parent: 0, node: "line" },
    { parent: 0, node: "ended" },
  ];
  const nodes = (over: Partial<RunRow> = {}) => {
    const [root, ...below] = rows;
    const all = [{ ...root, ...over }, ...below].map((row, no) => runRow(no, no === 0 ? null : 0, row));
    return waitingNodes(storeOf(...all).forest).toSorted();
  };
  expect(nodes()).toEqual(["ask", "call", "held"]);
  expect(nodes({ activeNode: "ask" })).toEqual(["call", "held"]);
  expect(nodes({ endedAt: 9 })).toEqual(["call", "held"]);
});
