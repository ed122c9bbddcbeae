import { describe, expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import type { TreeContexts } from "#server/services/tree/context-sets";
import { align, firstDivergence, nextDifference, onlyDifferent, sumsOf } from "./align";

function row(no: number, parent: number | null, node: string | null, over: Partial<RunRow> = {}): RunRow {
  return {
    no,
    parent,
    node,
    item: null,
    depth: 0,
    slug: "g",
    label: null,
    status: "succeeded",
    startedAt: no,
    endedAt: no + 5,
    activeNode: null,
    retries: 0,
    parked: 0,
    tokens: 0,
    costUsd: 0,
    failure: null,
    ...over,
  };
}

const failed = { status: "failed", failure: { code: "Bad", message: "bad" } } as const;
const told = (pairs: ReturnType<typeof align>) =>
  pairs.map(({ path, a, b }) => [path, a?.no ?? null, b?.no ?? null]);

describe("two trees aligned", () => {
  it("are paired by the path of their runs, whatever their numbers and the order in which they began", () => {
    const a = [row(0, null, null), row(1, 0, "x", { item: 0 }), row(2, 0, "x", { item: 1 }), row(3, 1, "y")];
    const b = [row(0, null, null), row(1, 0, "x", { item: 1 }), row(2, 0, "x", { item: 0 }), row(3, 2, "y")];
    expect(told(align(a, b))).toEqual([
      ["root", 0, 0],
      ["root/x[0]", 1, 2],
      ["root/x[0]/y", 3, 3],
      ["root/x[1]", 2, 1],
    ]);
  });

  it("keep what only one of them has, and tell a second start from the first", () => {
    const again = { notes: { again: 2 } };
    const a = [row(0, null, null), row(1, 0, "x")];
    const b = [row(0, null, null), row(1, 0, "x"), row(2, 0, "x", again), row(3, 0, "z")];
    const pairs = align(a, b);
    expect(told(pairs)).toEqual([
      ["root", 0, 0],
      ["root/x", 1, 1],
      ["root/x~2", null, 2],
      ["root/z", null, 3],
    ]);
    expect(sumsOf(pairs)).toEqual({
      same: 2,
      different: 0,
      onlyA: 0,
      onlyB: 2,
      reused: 0,
      given: 0,
      context: 0,
    });
  });

  it("pair what a fork does again with the run that stood there, although it is asked for anew", () => {
    const again = { item: 1, notes: { again: 2 } };
    const a = [row(0, null, null), row(1, 0, "x", { item: 0 }), row(2, 0, "x", { item: 1 })];
    const b = [row(0, null, null, { notes: { reused: ["x[]"] } }), row(1, 0, "x", again), row(2, 1, "y")];
    const pairs = align(a, b);
    expect(told(pairs)).toEqual([
      ["root", 0, 0],
      ["root/x[0]", 1, null],
      ["root/x[1]", 2, 1],
      ["root/x[1]/y", null, 2],
    ]);
    expect(sumsOf(pairs)).toMatchObject({ reused: 1, onlyA: 0, onlyB: 1 });
  });

  it("part first where something is different in itself, not at the runs above that ended otherwise for it", () => {
    const tree = (over: Partial<RunRow>, above: Partial<RunRow> = over) => [
      row(0, null, null, above),
      row(1, 0, "ok"),
      row(2, 0, "x", above),
      row(3, 2, "deep", over),
    ];
    const pairs = align(tree(failed), tree({}));
    expect(pairs[firstDivergence(pairs)]?.path).toBe("root/x/deep");
    expect(pairs[firstDivergence(pairs)]?.differs).toEqual(["status", "failure"]);
  });

  it("part where one has a run that the other has not, as a whole", () => {
    const a = [row(0, null, null)];
    const b = [row(0, null, null), row(1, 0, "x", failed), row(2, 1, "y", failed)];
    const pairs = align(a, b);
    expect(pairs[firstDivergence(pairs)]?.path).toBe("root/x");
  });

  it("do not part where a fork took a result over, with all that was below it", () => {
    const a = [
      row(0, null, null),
      row(1, 0, "x"),
      row(2, 1, "deep"),
      row(3, 0, "y", { item: 4 }),
      row(4, 0, "z"),
    ];
    const b = [row(0, null, null, { notes: { reused: ["x", "y[]"] } })];
    const pairs = align(a, b);
    expect(pairs.map(({ differs }) => differs)).toEqual([[], ["reused"], ["reused"], ["reused"], ["onlyA"]]);
    expect(pairs[firstDivergence(pairs)]?.path).toBe("root/z");
    expect(sumsOf(pairs)).toMatchObject({ reused: 3, onlyA: 1, same: 1 });
  });

  it("part where a fork was given a result by hand, beside items that it took over", () => {
    const items = [0, 1, 2].map((item) => row(item + 1, 0, "x", { item }));
    const a = [row(0, null, null), ...items, row(4, 3, "deep"), row(5, 0, "y")];
    const b = [
      row(0, null, null, { notes: { reused: ["x[]"], given: ["x[2]", "y"] } }),
      row(1, 0, "x", { item: 1 }),
    ];
    const pairs = align(a, b);
    expect(pairs.map(({ differs }) => differs)).toEqual([
      [],
      ["reused"],
      [],
      ["given"],
      ["given"],
      ["given"],
    ]);
    expect(pairs[firstDivergence(pairs)]?.path).toBe("root/x[2]");
    expect(sumsOf(pairs)).toEqual({
      same: 2,
      different: 0,
      onlyA: 0,
      onlyB: 0,
      reused: 1,
      given: 3,
      context: 0,
    });
  });

  describe("whose runs all ended in the same way", () => {
    const rows = [row(0, null, null), row(1, 0, "x"), row(2, 1, "deep"), row(3, 0, "y")];
    const none = { entries: [], sets: [], of: [-1, -1, -1, -1] };
    const told = (inputs: string[], outputs: (string | null)[], contexts: TreeContexts = none) => ({
      treeId: "t",
      inputs,
      outputs,
      contexts,
    });
    const plain = told(["i", "i", "i", "i"], ["o", "o", "o", "o"]);

    it("part where an output is another, and not at the runs above that gave another for it", () => {
      const b = told(["i", "i", "i", "i"], ["p", "p", "p", "o"]);
      const pairs = align(rows, rows, { a: plain, b });
      expect(pairs[firstDivergence(pairs)]?.path).toBe("root/x/deep");
      expect(pairs.map(({ differs }) => differs)).toEqual([["output"], ["output"], ["output"], []]);
      expect(pairs[3]?.same).toEqual({ input: true, output: true, context: null });
      expect(sumsOf(pairs)).toMatchObject({ same: 1, different: 3 });
    });

    it("part where an input is another, whatever comes of it below", () => {
      const b = told(["i", "j", "j", "i"], ["p", "p", "p", "o"]);
      const pairs = align(rows, rows, { a: plain, b });
      expect(pairs[firstDivergence(pairs)]).toMatchObject({ path: "root/x", differs: ["input", "output"] });
    });

    it("are not said to be the same before that is told, nor to differ in an output that one has not", () => {
      const pairs = align(rows, rows, { a: plain, b: told(["i", "i"], ["o", null]) });
      expect(pairs.map(({ same }) => same)).toEqual([
        { input: true, output: true, context: null },
        { input: true, output: null, context: null },
        { input: null, output: null, context: null },
        { input: null, output: null, context: null },
      ]);
      expect(firstDivergence(pairs)).toBe(-1);
      expect(align(rows, rows)[0]?.same).toEqual({ input: null, output: null, context: null });
    });

    it("tell of each run how many keys of its context differ, and do not part by that alone", () => {
      const same = ["i", "i", "i", "i"];
      const context = (goal: string) => ({
        entries: [["goal", goal] as const, ["plan", "p"] as const],
        sets: [[1], [0, 1]],
        of: [0, 1, 1, -1],
      });
      const a = told(same, same, context("one"));
      const pairs = align(rows, rows, { a, b: told(same, same, context("other")) });
      expect(pairs.map(({ same: { context: keys } }) => keys)).toEqual([[], ["goal"], ["goal"], null]);
      expect(pairs.map(({ differs }) => differs)).toEqual([[], ["context"], ["context"], []]);
      expect(firstDivergence(pairs)).toBe(-1);
      expect(sumsOf(pairs)).toMatchObject({ same: 4, different: 0, context: 2 });
    });
  });

  it("do not part by time or spend alone", () => {
    const pairs = align([row(0, null, null)], [row(0, null, null, { endedAt: 99, tokens: 7, costUsd: 1 })]);
    expect(firstDivergence(pairs)).toBe(-1);
    expect(pairs[0]?.differs).toEqual(["spend"]);
    expect(nextDifference(pairs, 0, 1)).toBe(-1);
  });

  it("are walked from difference to difference, round the end", () => {
    const a = [row(0, null, null), row(1, 0, "x", failed), row(2, 0, "y"), row(3, 0, "z", failed)];
    const b = [row(0, null, null), row(1, 0, "x"), row(2, 0, "y"), row(3, 0, "z")];
    const pairs = align(a, b);
    expect([nextDifference(pairs, 1, 1), nextDifference(pairs, 3, 1), nextDifference(pairs, 1, -1)]).toEqual([
      3, 1, 3,
    ]);
    expect(onlyDifferent(pairs).map(({ path }) => path)).toEqual(["root", "root/x", "root/z"]);
  });

  it("of ten thousand runs each are aligned in one pass", () => {
    const many = [row(0, null, null), ...Array.from({ length: 10_000 }, (_, at) => row(at + 1, at, "down"))];
    const pairs = align(many, many);
    expect(pairs).toHaveLength(10_001);
    expect(firstDivergence(pairs)).toBe(-1);
  });
});
