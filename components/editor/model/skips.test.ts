import { expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { skip } from "./acts";
import { type Edit, edit, type History, startHistory } from "./history";
import { bringBack, skipBy, waysToSkip } from "./skips";

const graph: Graph = {
  schemaVersion: 1,
  slug: "skips",
  name: "Skips",
  nodes: {
    each: {
      kind: "map",
      over: "= input.list",
      body: { kind: "task", task: "read" },
    } as Graph["nodes"][string],
    way: { kind: "decision", cases: [{ port: "yes", when: "true" }], default: "no" },
    one: { kind: "end" },
    two: { kind: "end" },
  },
  edges: [
    { source: "each", target: "way" },
    { source: "way", port: "yes", target: "one" },
    { source: "way", port: "no", target: "two" },
  ],
};

function done(history: History, change: Edit | null): History {
  if (!change) throw new Error("there is nothing to do");
  const made = edit(history, change, 0);
  if (!made.ok) throw new Error(made.message);
  return made.history;
}

it("a node that was skipped comes back as it was, by an edit that can be taken back", () => {
  const skipped = done(startHistory(graph), skip(["each"]));
  expect(skipped.graph.nodes["each"]).toEqual({ kind: "transform", output: null });
  expect(done(skipped, bringBack(skipped, ["each"])).graph).toEqual(graph);
});

it("a decision is skipped by one of its ways, and comes back with all of them, where it stands now", () => {
  expect(waysToSkip(graph, "way")).toEqual(["yes", "no"]);
  expect(waysToSkip(graph, "each")).toEqual([]);
  const skipped = done(startHistory(graph), skipBy("way", "no"));
  expect(skipped.graph.edges).toHaveLength(2);
  const moved = done(skipped, {
    label: "Move",
    operations: [{ op: "setPosition", id: "way", position: { x: 16, y: 32 } }],
  });
  const back = done(moved, bringBack(moved, ["way"])).graph;
  expect(back.nodes["way"]).toEqual({ ...graph.nodes["way"], position: { x: 16, y: 32 } });
  expect(new Set(back.edges.map((edge) => JSON.stringify(edge)))).toEqual(
    new Set(graph.edges.map((edge) => JSON.stringify(edge))),
  );
});

it("an edge that was drawn meanwhile is kept, by the way that stood for the decision", () => {
  const skipped = done(startHistory(graph), skipBy("way", "no"));
  const drawn = done(skipped, {
    label: "Draw",
    operations: [
      { op: "addNode", id: "new", node: { kind: "end" } as Graph["nodes"][string] },
      { op: "addEdge", edge: { source: "way", target: "new", when: "input.more" } },
      { op: "addEdge", edge: { source: "way", target: "one" } },
      {
        op: "setEdge",
        edge: { source: "way", target: "two" },
        changes: [{ path: "/when", value: "input.two" }],
      },
    ],
  });
  const { edges } = done(drawn, bringBack(drawn, ["way"])).graph;
  expect(edges.filter(({ source }) => source === "way")).toEqual(
    expect.arrayContaining([
      { source: "way", port: "yes", target: "one" },
      { source: "way", port: "no", target: "two", when: "input.two" },
      { source: "way", port: "no", target: "new", when: "input.more" },
      { source: "way", port: "no", target: "one" },
    ]),
  );
  expect(edges).toHaveLength(5);
  const led = done(skipped, {
    label: "Lead on",
    operations: [{ op: "rewireEdge", edge: { source: "way", target: "two" }, to: { target: "one" } }],
  });
  const ways = done(led, bringBack(led, ["way"])).graph.edges.filter(({ source }) => source === "way");
  expect(ways.map(({ port, target }) => [port, target]).toSorted()).toEqual([
    ["no", "one"],
    ["yes", "one"],
  ]);
});

it("two edges that skipping had joined come back as two", () => {
  const both: Graph = {
    ...graph,
    nodes: { ...graph.nodes, way: { kind: "approval", title: "Go?" } as Graph["nodes"][string] },
    edges: [
      { source: "way", target: "one", when: "input.any" },
      { source: "way", port: "approved", target: "one" },
      { source: "way", port: "rejected", target: "two" },
    ],
  };
  const skipped = done(startHistory(both), skipBy("way", "approved"));
  expect(skipped.graph.edges).toHaveLength(1);
  const back = done(skipped, bringBack(skipped, ["way"])).graph;
  expect(new Set(back.edges.map((edge) => JSON.stringify(edge)))).toEqual(
    new Set(both.edges.map((edge) => JSON.stringify(edge))),
  );
});

it("what was skipped and then made into something else is not brought back", () => {
  const skipped = done(startHistory(graph), skip(["each"]));
  const changed = done(skipped, {
    label: "Change",
    operations: [{ op: "setNode", id: "each", changes: [{ path: "/output", value: 1 }] }],
  });
  expect(bringBack(changed, ["each"])).toBeNull();
  expect(bringBack(startHistory(graph), ["each"])).toBeNull();
});
