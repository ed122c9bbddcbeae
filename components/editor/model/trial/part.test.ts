import { describe, expect, test } from "vitest";
import { chain, graphOf } from "#server/engine/testing/run-graph";
import { lackedBy } from "./part";

const GRAPH = graphOf({
  slug: "chain",
  nodes: {
    a: { kind: "transform", output: { n: 1 } },
    b: { kind: "transform", output: { n: 2 } },
    c: { kind: "transform", output: { n: 3 } },
  },
  edges: chain("a", "b", "c"),
});
const PINNED = { a: { output: 1 } };

describe("before any run has ended", () => {
  test.each([
    ["one node alone", { from: "b", until: "b" }, {}, ["a"]],
    ["what follows a node", { from: "c" }, {}, ["a", "b"]],
    ["what follows the first", { from: "a" }, {}, []],
    ["all up to a node", { until: "b" }, {}, []],
    ["what follows a node with all before it pinned", { from: "b" }, PINNED, []],
    ["what follows a node with some of it pinned", { from: "c" }, PINNED, ["b"]],
  ])("%s lacks what comes before it and is not pinned", (_, part, pins, lacked) => {
    expect(lackedBy(GRAPH, part, pins)).toEqual(lacked);
  });
});
