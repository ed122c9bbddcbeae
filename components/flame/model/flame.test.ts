import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import { drawn } from "../../drawing/testing/drawn";
import { runRow as run, storeOf } from "../../tree/testing/trees";
import { drawFlame } from "./draw-flame";
import { cellAt, flameOf, stepFrom, withNames } from "./flame";
import { lanesOf } from "./lanes";
import { coatOf, SERIES, workflowIndex } from "./paint";
import { saidOf } from "./said";

const forestOf = (...rows: RunRow[]) => storeOf(...rows).forest;

const FAMILY = forestOf(
  run(0, null, { endedAt: 100, tokens: 10, costUsd: 1 }),
  run(1, 0, { startedAt: 10, endedAt: 40, tokens: 5 }),
  run(2, 0, { startedAt: 20, endedAt: null, status: "running", tokens: 0 }),
  run(3, 0, { startedAt: 40, endedAt: 60, tokens: 20, costUsd: 2 }),
  run(4, 3, { depth: 2, startedAt: 45, endedAt: 55, tokens: 15 }),
);

describe("lanes", () => {
  it("are as many as overlap at once, and no two in one lane overlap", () => {
    const stretches = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 20 })), { maxLength: 60 })
      .map((pairs) =>
        pairs.toSorted((a, b) => a[0] - b[0]).map(([from, length], no) => ({ no, from, to: from + length })),
      );
    fc.assert(
      fc.property(stretches, (list) => {
        const { lanes, count } = lanesOf(list);
        const pairs = list.flatMap((one, i) =>
          list.slice(i + 1).map((other, j) => ({ one, other, i, j: i + 1 + j })),
        );
        for (const { one, other } of pairs.filter(({ i, j }) => lanes[i] === lanes[j]))
          expect(one.to).toBeLessThanOrEqual(other.from);
        const most = Math.max(
          0,
          ...list.map(({ from }) => list.filter((other) => other.from <= from && from < other.to).length),
        );
        expect(count).toBeLessThanOrEqual(Math.max(most + 1, list.length > 0 ? 1 : 0));
      }),
    );
  });
});

describe("a flame by time", () => {
  const flame = flameOf(FAMILY, { measure: "time", focus: 0, until: 100 });

  it("has every run from its start to its end, open ones up to now", () => {
    expect(flame.cells.map(({ no, from, to, depth }) => [no, from, to, depth])).toEqual([
      [0, 0, 100, 0],
      [1, 10, 40, 1],
      [2, 20, 100, 1],
      [3, 40, 60, 1],
      [4, 45, 55, 2],
    ]);
    expect(flame.levels.map(({ lanes }) => lanes)).toEqual([1, 2, 1]);
  });

  it("zoomed to a run shows what is below it and what it is below, over the time of that run", () => {
    const part = flameOf(FAMILY, { measure: "time", focus: 3, until: 100 });
    expect(part.cells.map(({ no }) => no)).toEqual([0, 3, 4]);
    expect([part.from, part.to]).toEqual([40, 60]);
  });

  it("of a tree that is looked at as it was leaves room for what came later, but not where it is zoomed", () => {
    const past = { measure: "time", until: 50, end: 100 } as const;
    expect(flameOf(FAMILY, { ...past, focus: 0 }).to).toBe(100);
    expect(flameOf(FAMILY, { ...past, focus: 3 }).to).toBe(60);
  });

  it("finds the run under the pointer, and none beside", () => {
    const [, level] = flame.levels;
    expect(cellAt(flame, 50, (level?.top ?? 0) + 1, 0)?.no).toBe(3);
    expect(cellAt(flame, 5, (level?.top ?? 0) + 1, 0)).toBeUndefined();
    expect(cellAt(flame, 50, flame.height + 5, 0)).toBeUndefined();
  });

  it("is walked up, down and along", () => {
    expect(stepFrom(flame, FAMILY, 4, "parent")).toBe(3);
    expect(stepFrom(flame, FAMILY, 3, "child")).toBe(4);
    expect(stepFrom(flame, FAMILY, 1, "next")).toBe(2);
    expect([stepFrom(flame, FAMILY, 1, "previous"), stepFrom(flame, FAMILY, 0, "parent")]).toEqual([
      null,
      null,
    ]);
  });
});

describe("a flame by tokens", () => {
  const flame = flameOf(FAMILY, { measure: "tokens", focus: 0, until: 100 });

  it("makes a run as wide as all below it and itself, and leaves out those that used none", () => {
    expect(flame.cells.map(({ no, from, to }) => [no, from, to])).toEqual([
      [0, 0, 50],
      [1, 0, 5],
      [3, 5, 40],
      [4, 5, 20],
    ]);
    expect(flame.left).toBe(1);
  });
});

it("twenty thousand runs are laid out in one pass over them", () => {
  const children = Array.from({ length: 19_999 }, (_, index) =>
    run(index + 1, 0, { startedAt: index + 1, endedAt: index + 51 }),
  );
  const forest = forestOf(run(0, null, { endedAt: 1_000_000 }), ...children);
  const flame = flameOf(forest, { measure: "time", focus: 0, until: 1_000_000 });
  expect(flame.cells).toHaveLength(20_000);
  expect(flame.levels[1]?.lanes).toBe(50);
});

it("colours are those of states, or of a series that starts again after eight", () => {
  const base = { agentOf: (no: number) => no - 1, workflowOf: workflowIndex(), paused: false, dearest: 2 };
  const failed = run(1, 0, { status: "failed" });
  expect(coatOf(failed, { ...base, colouring: "status" }).ink).toBe("failed");
  const open = run(1, 0, { status: "running" });
  expect(coatOf(open, { ...base, paused: true, colouring: "status" }).ink).toBe("waiting");
  expect(coatOf(open, { ...base, colouring: "status" }).ink).toBe("running");
  expect(coatOf(failed, { ...base, colouring: "agent" }).ink).toBe(SERIES[0]);
  expect(coatOf(run(9, 0), { ...base, colouring: "agent" }).ink).toBe(SERIES[0]);
  expect(coatOf(run(0, null), { ...base, colouring: "agent" }).ink).toBe("ink-faint");
  const alphas = [0, 1, 2].map(
    (costUsd) => coatOf(run(1, 0, { costUsd }), { ...base, colouring: "cost" }).alpha,
  );
  expect(alphas).toEqual(alphas.toSorted((a, b) => a - b));
});

it("an open box has lasted until the instant that is looked at, and does not run in a paused tree", () => {
  const open = run(0, null, { status: "running", startedAt: 1_000, endedAt: null, label: "root" });
  const store = storeOf(open);
  if (store.tree) store.tree = { ...store.tree, paused: true };
  expect(saidOf(store, 0, 4_000)).toBe("root · paused · 3.00 s");
  expect(saidOf(store, 7, 4_000)).toBe("");
});

it("a failure that came up from below is told as such", () => {
  const failed = { status: "failed", endedAt: 1_000 } as const;
  const store = storeOf(run(0, null, { ...failed, label: "root" }), run(1, 0, { ...failed, label: "leaf" }));
  expect([saidOf(store, 0, null), saidOf(store, 1, null)]).toEqual([
    "root · failed below · 1.00 s",
    "leaf · failed · 1.00 s",
  ]);
});

describe("a flame as a picture", () => {
  const wide = forestOf(
    run(0, null, { endedAt: 1_000 }),
    ...Array.from({ length: 30 }, (_, at) => run(at + 1, 0, { endedAt: 1_000, label: `leaf ${at}` })),
  );
  const flame = flameOf(wide, { measure: "time", focus: 0, until: 1_000 });
  const heights = (most: number) => withNames(flame, most).levels.map(({ laneHeight }) => laneHeight);

  it("has room for the names that the screen has none for", () => {
    expect(flame.levels[1]?.laneHeight).toBe(10);
    expect(heights(6_000)).toEqual([20, 20]);
    const picture = withNames(flame, 6_000);
    expect(picture.height).toBe((picture.levels[1]?.top ?? 0) + 30 * 20 + 6);
    const coating = {
      colouring: "status",
      agentOf: () => -1,
      workflowOf: () => 0,
      paused: false,
      dearest: 0,
    } as const;
    const scene = {
      flame: picture,
      forest: wide,
      coating,
      x: (at: number) => at,
      active: null,
      hover: null,
      found: null,
    };
    const size = { width: 1_000, height: picture.height };
    const names = drawn((painter) => drawFlame(painter, scene, size, 0)).match(/<text /g);
    expect(names).toHaveLength(31);
  });

  it("stays thin where it would be too high", () => {
    expect(heights(500)).toEqual([20, 10]);
  });
});
