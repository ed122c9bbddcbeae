import { describe, expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import type { TreeStore } from "../../tree";
import { runRow, storeOf } from "../../tree/testing/trees";
import { backEdges, layoutOf, NODE } from "./layout";

function run(no: number, parent: number | null, depth: number): RunRow {
  return runRow(no, parent, { depth, status: "running", endedAt: null });
}

/** 0 ─ 1 ─ (3, 4), 0 ─ 2 */
const family = () => storeOf(run(0, null, 0), run(1, 0, 1), run(2, 0, 1), run(3, 1, 2), run(4, 1, 2));
/** With the children of run 1 closed away. */
function closed(): TreeStore {
  const store = family();
  const line = store.screen().find(({ key }) => key === "r1");
  if (line) store.toggle(line);
  return store;
}

describe("the layout", () => {
  it("hangs each line below its parent, in the order of the tree, without an overlap", () => {
    const { nodes, edges } = layoutOf(family().screen());
    const at = new Map(nodes.map((node) => [node.key, node]));
    expect(edges).toEqual([
      { from: "r0", to: "r1" },
      { from: "r0", to: "r2" },
      { from: "r1", to: "r3" },
      { from: "r1", to: "r4" },
    ]);
    expect(nodes.map(({ y }) => y / (NODE.height + 56)).toSorted()).toEqual([0, 1, 1, 2, 2]);
    expect((at.get("r3")?.x ?? 0) + NODE.width).toBeLessThan(at.get("r4")?.x ?? 0);
    expect(at.get("r1")?.x).toBe(((at.get("r3")?.x ?? 0) + (at.get("r4")?.x ?? 0)) / 2);
    expect(Math.min(...nodes.map(({ x }) => x))).toBe(0);
  });

  it("shows what is open in the tree and nothing else", () => {
    expect(layoutOf(closed().screen()).nodes.map(({ key }) => key)).toEqual(["r0", "r1", "r2"]);
  });

  it("of nothing is empty", () => {
    expect(layoutOf([])).toEqual({ nodes: [], edges: [], width: 0, height: 0 });
  });

  it("of thousands of lines has no two cards on each other", () => {
    const children = Array.from({ length: 3_000 }, (_, index) => run(index + 1, Math.floor(index / 3), 1));
    const wide = storeOf(run(0, null, 0), ...children);
    wide.showTo(null);
    const { nodes } = layoutOf(wide.screen());
    expect(nodes).toHaveLength(3_001);
    for (const y of new Set(nodes.map((node) => node.y))) {
      const xs = nodes
        .filter((node) => node.y === y)
        .map(({ x }) => x)
        .toSorted((left, right) => left - right);
      for (let index = 1; index < xs.length; index += 1)
        expect((xs[index] ?? 0) - (xs[index - 1] ?? 0)).toBeGreaterThanOrEqual(NODE.width);
    }
  });
});

describe("back-edges", () => {
  const cycle = (of: number) => ({ of, node: "again", item: null, times: 2, refused: true });
  const store = storeOf(
    run(0, null, 0),
    run(1, 0, 1),
    { ...run(2, 1, 2), notes: { cycle: cycle(0) } },
    { ...run(3, 1, 2), notes: { cycle: cycle(9) } },
  );

  it("lead from the run that hit a cycle to the one on its path that it would repeat", () => {
    expect(backEdges(store.forest, store.screen())).toEqual([
      { key: "c2-0", from: "r2", to: "r0", times: 2, refused: true },
    ]);
  });

  it("go away with the card of either end", () => {
    store.showTo(1);
    expect(backEdges(store.forest, store.screen())).toEqual([]);
  });
});
