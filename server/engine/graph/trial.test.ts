import { describe, expect, test } from "vitest";
import { simulate } from "../simulation/simulator.ts";
import { chain, graphOf, ofType, WORLD } from "../testing/run-graph.ts";
import { bindGraph } from "./compile.ts";
import { bindTrial, cutAfter, whyNotPinned } from "./trial.ts";

const GRAPH = graphOf({
  slug: "draft",
  nodes: {
    a: { kind: "task", task: "refuse", compensate: { task: "echo" } },
    pick: { kind: "decision", cases: [{ port: "left", when: "nodes.a.output == 1" }], default: "right" },
    left: { kind: "transform", output: "went left" },
    right: { kind: "transform", output: "went right" },
    end: { kind: "end", output: "= has(nodes.left.output) ? nodes.left.output : nodes.right.output" },
  },
  edges: [
    { source: "a", target: "pick" },
    { source: "pick", target: "left", port: "left" },
    { source: "pick", target: "right", port: "right" },
    { source: "left", target: "end" },
    { source: "right", target: "end" },
  ],
});

const ran = (graph: ReturnType<typeof bindTrial>, input = {}) =>
  simulate({ graph, input, world: WORLD, seed: 1 });

describe("a draft that is tried out", () => {
  test("does not do what has a result pinned to it, and decides its edges all the same", () => {
    const outcome = ran(bindTrial(GRAPH, { a: { output: 1 } }));
    expect(outcome.tree.runs[0]).toMatchObject({ phase: "succeeded", output: "went left" });
    expect(outcome.calls).toEqual([]);
    const completed = ofType(outcome.journal, "NodeCompleted");
    expect(completed.find(({ node }) => node === "a")).toMatchObject({ pinned: true, result: { output: 1 } });
    expect(completed.find(({ node }) => node === "a")).not.toHaveProperty("undo");
    expect(completed.filter(({ pinned }) => pinned)).toHaveLength(1);
  });

  test("takes the port that is pinned with a result", () => {
    const pins = { a: { output: 1 }, pick: { output: null, port: "right" } };
    expect(ran(bindTrial(GRAPH, pins)).tree.runs[0]?.output).toBe("went right");
  });

  test("ends at a node, and leaves out what does not lead there", () => {
    const graph = bindTrial(GRAPH, { a: { output: 2 } }, { until: "right" });
    expect(Object.keys(graph.graph.nodes)).toEqual(["a", "pick", "right"]);
    expect(ran(graph).tree.runs[0]).toMatchObject({ phase: "succeeded", output: "went right" });
  });

  test("takes known results in its root alone: below it, the whole draft runs", () => {
    const graph = graphOf({
      slug: "down",
      nodes: {
        look: { kind: "task", task: "echo", input: "= input" },
        more: { kind: "subworkflow", workflow: "down", input: { n: "= input.n - 1.0" } },
        after: { kind: "end", output: "= nodes.look.output" },
      },
      edges: [
        { source: "look", target: "more", when: "input.n > 0.0" },
        { source: "look", target: "after" },
        { source: "more", target: "after" },
      ],
    });
    const from = "01900000-0000-7000-8000-000000000000";
    const { tree, calls, journal } = ran(
      bindTrial(graph, {}, { until: "more", known: { look: { output: "known", from } } }),
      { n: 1 },
    );
    expect(tree.runs.map(({ output }) => output)).toEqual([{ n: 0 }, { n: 0 }]);
    expect(calls.map(({ call }) => [call.run, call.node])).toEqual([[1, "look"]]);
    expect(ofType(journal, "NodeCompleted")[0]).toMatchObject({ pinned: true, reused: from });
    expect(ofType(journal, "GraphBound")).toHaveLength(2);
  });

  test("has the hash of no revision, and another one for other pins", () => {
    const hashes = [
      bindGraph(GRAPH, { slug: "draft", revision: 1 }).hash,
      bindTrial(GRAPH, {}).hash,
      bindTrial(GRAPH, { a: { output: 1 } }).hash,
      bindTrial(GRAPH, {}, { until: "a" }).hash,
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("recovers from every crash to the same end", () => {
    const graph = bindTrial(GRAPH, { a: { output: 1 } });
    for (let seed = 0; seed < 20; seed++) {
      const { tree } = simulate({ graph, input: {}, world: WORLD, seed, crashRate: 0.5, commitLag: 0.5 });
      expect(tree.runs[0]?.output).toBe("went left");
    }
  });

  test.each([
    ["gone", undefined, "has no node"],
    ["end", undefined, "a run ends"],
    ["pick", undefined, "needs one of its ports"],
    ["pick", "up", 'no port "up"'],
    ["a", "left", "has no ports"],
  ])("cannot have a result pinned to %s with port %s", (id, port, message) => {
    expect(whyNotPinned(GRAPH, id, port === undefined ? {} : { port })).toContain(message);
  });
});

test("a graph that is cut no longer promises what its whole gives", () => {
  const graph = graphOf({
    nodes: { a: { kind: "task", task: "echo" }, b: { kind: "task", task: "echo" } },
    edges: chain("a", "b"),
  });
  expect(cutAfter({ ...graph, outputSchema: { type: "string" } }, "a")).not.toHaveProperty("outputSchema");
});
