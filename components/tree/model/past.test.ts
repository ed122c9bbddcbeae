import { expect, test } from "vitest";
import type { RunRow, TreeSnapshot } from "#server/engine/live/wire";
import { openAs, showMoment } from "./past";
import { TreeStore } from "./tree-store";

function run(no: number, over: Partial<RunRow> = {}): RunRow {
  return {
    no,
    parent: no === 0 ? null : 0,
    node: no === 0 ? null : "children",
    item: null,
    depth: no === 0 ? 0 : 1,
    slug: "s",
    label: `run-${no}`,
    status: "running",
    startedAt: no,
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

function snapshot(count: number): TreeSnapshot {
  const tree = {
    treeId: "t",
    slug: "s",
    name: "S",
    revision: 1,
    status: "running",
    paused: false,
    startedAt: 0,
    endedAt: null,
    maxDepth: 9,
    maxRuns: 999,
  } as const;
  return { incarnation: "i", seq: count, tree, rows: Array.from({ length: count }, (_, no) => run(no)) };
}

const store = () => new TreeStore((flush) => flush());
const shown = (of: TreeStore) => of.screen().filter(({ kind }) => kind === "run").length;

test("another moment of a tree opens as the tree stands: depth, what is closed, groups and search", () => {
  const now = store();
  now.load(snapshot(60));
  const group = now.screen().find(({ kind }) => kind === "bundle");
  if (group) now.toggle(group);
  expect(shown(now)).toBe(1);
  const past = store();
  showMoment(past, snapshot(40));
  openAs(past, now);
  expect(shown(past)).toBe(1);
  if (group) now.toggle(group);
  openAs(past, now);
  expect(shown(past)).toBe(40);
  now.setQuery("run-7");
  openAs(past, now);
  expect(past.found()).toEqual([7]);
});

test("going on to the next moment leaves groups open that were opened, with as many as were shown", () => {
  const past = store();
  showMoment(past, snapshot(200));
  const more = past.screen().find(({ kind }) => kind === "more");
  if (more) past.toggle(more);
  expect(shown(past)).toBe(200);
  showMoment(past, snapshot(150));
  expect(shown(past)).toBe(150);
  showMoment(past, snapshot(200));
  expect(shown(past)).toBe(200);
});

test("a moment before a group had so many members shows them one by one", () => {
  const past = store();
  showMoment(past, snapshot(60));
  past.screen();
  showMoment(past, snapshot(5));
  expect(past.screen().map(({ kind }) => kind)).toEqual(["run", "run", "run", "run", "run"]);
});
