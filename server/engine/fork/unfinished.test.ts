import { describe, expect, it } from "vitest";
import { ACTOR, again, calls, forked, say, worldWith } from "../testing/fork-run.ts";
import { begin, chain, ending, output, run } from "../testing/run-graph.ts";
import type { ForkPlace } from "./flaw.ts";
import { unfinished } from "./unfinished.ts";

/** Each of three children does something and then what may fail, two levels down. */
const TREE = {
  nodes: {
    which: { kind: "decision", cases: [{ port: "leaf", when: "has(input.leaf)" }], default: "root" },
    good: say("= input.leaf"),
    bad: { kind: "task", task: "fix", input: "= input.leaf" },
    first: say("first"),
    children: {
      kind: "map",
      over: "['a', 'b']",
      body: { kind: "subworkflow", workflow: "self", input: { leaf: "= item" } },
    },
    last: say("= nodes.children.output"),
  },
  edges: [
    { source: "which", target: "good", port: "leaf" },
    { source: "which", target: "first", port: "root" },
    ...chain("good", "bad"),
    ...chain("first", "children", "last"),
  ],
};

const some = (places: readonly ForkPlace[]) => places as [ForkPlace, ...ForkPlace[]];

describe("where a tree was left", () => {
  it("is as deep as it had come, so that only what failed is done again", () => {
    const failed = run(TREE, { world: worldWith(true), input: {} });
    expect(ending(failed)).toMatch(/^failed/);
    const left = unfinished(failed.journal);
    expect(left.deep.map(({ run: no, node }) => `${no}/${node}`)).toContain("1/bad");
    expect(left.deep.every(({ run: no }) => no > 0)).toBe(true);
    expect(left.shallow).toEqual([{ run: 0, node: "children" }]);
    expect(left.undone).toBe(false);
    const outcome = again(failed, some(left.deep));
    expect(ending(outcome)).toBe("succeeded");
    expect(calls(outcome).filter((call) => /first|good/.test(call))).toEqual([]);
    expect(forked(failed, some(left.deep)).plan.totals.again).toBeGreaterThan(1);
  });

  it("is the next item where a map was left between two, so that none is done twice", () => {
    const map = { kind: "map", over: "['a', 'b', 'c']", maxConcurrent: 1, body: say("= item") };
    const simulation = begin(
      { nodes: { map, end: { kind: "end", output: "= nodes.map.output" } }, edges: chain("map", "end") },
      { world: worldWith() },
    );
    simulation.send({ type: "pause", at: 0, actor: ACTOR });
    simulation.drain();
    simulation.send({ type: "cancel", at: simulation.now, run: 0, reason: "enough", actor: ACTOR });
    simulation.drain();
    const cancelled = simulation.outcome();
    expect(calls(cancelled)).toEqual(["0/map[0]"]);
    const { deep } = unfinished(cancelled.journal);
    expect(deep).toEqual([{ run: 0, node: "map", item: 1 }]);
    for (const places of [some(deep), some([{ run: 0, node: "map", within: "reuse" }])]) {
      const outcome = again(cancelled, places);
      expect(calls(outcome)).toEqual(["0/map[1]", "0/map[2]"]);
      expect(output(outcome)).toEqual(["a", "b", "c"]);
    }
  });

  it("is nothing where all has a result", () => {
    const done = run(TREE, { world: worldWith(), input: {} });
    expect(unfinished(done.journal)).toEqual({ deep: [], shallow: [], undone: false });
  });

  it("tells that something was undone", () => {
    const parts = {
      nodes: {
        book: { ...say("booked"), compensate: { task: "say", input: "cancelled" } },
        bad: { kind: "task", task: "fix", input: 1 },
      },
      edges: chain("book", "bad"),
    };
    const failed = run(parts, { world: worldWith(true) });
    expect(unfinished(failed.journal).undone).toBe(true);
  });
});
