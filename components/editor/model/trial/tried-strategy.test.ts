import { expect, test } from "vitest";
import type { GraphNode } from "#server/engine/graph/graph";
import { graphOf } from "#server/engine/testing/run-graph";
import { edit, startHistory } from "../history";
import { refusalOf, takeStrategy, withSetting, withStrategy } from "./tried-strategy";

const call = (context?: object) => ({ kind: "subworkflow", workflow: "other", context }) as GraphNode;

test("another strategy leaves the rest of what a node says of its context as it is", () => {
  expect(withStrategy(call(), { type: "full" })).toEqual({ strategy: "full" });
  expect(withStrategy(call({ strategy: "full", pinned: ["a"] }), { type: "selective", top: 3 })).toEqual({
    strategy: { type: "selective", top: 3 },
    pinned: ["a"],
  });
});

test("a setting is taken, taken away, or refused in words", () => {
  const three = withSetting({ type: "selective" }, "top", 3);
  expect(three).toEqual({ strategy: { type: "selective", top: 3 } });
  expect(withSetting({ type: "selective", top: 3 }, "top", undefined)).toEqual({
    strategy: { type: "selective" },
  });
  expect(withSetting({ type: "selective" }, "top", 0)).toMatchObject({ refused: expect.stringMatching(/1/) });
});

test("settings that do nothing without the threshold that showed them are left out with it", () => {
  const both = { type: "full", resourceThreshold: 0.5, packAbove: 9 } as const;
  expect(withStrategy(call(), both)).toEqual({ strategy: both });
  const without = withSetting(both, "resourceThreshold", undefined);
  if (!("strategy" in without)) throw new Error(without.refused);
  expect(withStrategy(call(), without.strategy)).toEqual({ strategy: "full" });
  expect(refusalOf(without.strategy)).toBeNull();
  expect(withStrategy(call(), { type: "full", name: "All" })).toEqual({
    strategy: { type: "full", name: "All" },
  });
});

test("a strategy that the graph would be refused for says why", () => {
  expect(refusalOf({ type: "custom" })).toMatch(/exactly one of map and function/);
  expect(refusalOf({ type: "custom", map: { a: "= context.a" } })).toBeNull();
  expect(refusalOf({ type: "custom", function: "mine" })).toBeNull();
});

test.each([
  ["a call", call(), "/context"],
  ["a call that was named a strategy", { ...call(), context: "full" } as GraphNode, "/context"],
  ["what a map does each time", { kind: "map", over: "input.l", body: call() } as GraphNode, "/body/context"],
])("what was tried becomes the words of %s, as one edit", (_, node, path) => {
  const graph = graphOf({ nodes: { go: node } });
  const done = edit(startHistory(graph), takeStrategy("go", node, { type: "compressed", packAbove: 9 }), 0);
  if (!done.ok) throw new Error(done.message);
  const { go } = done.history.graph.nodes;
  const holder = path === "/context" ? go : (go as Extract<GraphNode, { kind: "map" }>).body;
  expect(holder).toMatchObject({ context: { strategy: { type: "compressed", packAbove: 9 } } });
});
