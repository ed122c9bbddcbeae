import { expect, test } from "vitest";
import type { Graph, GraphEdge, GraphNode } from "#server/engine/graph/graph";
import { boxOf } from "../geometry";
import { compared, onlyDifferences, sums } from "./compared";
import { fieldRows, valueText } from "./field-rows";

const node = (output: number, x?: number): GraphNode => ({
  kind: "transform",
  output,
  ...(x === undefined ? {} : { position: { x, y: 0 } }),
});
const graphOf = (nodes: Graph["nodes"], edges: readonly GraphEdge[] = [], more: Partial<Graph> = {}): Graph =>
  ({ schemaVersion: 1, slug: "w", name: "W", nodes, edges, ...more }) as Graph;

const before = graphOf({ kept: node(1, 0), changed: node(1, 300), moved: node(1, 600), gone: node(1, 900) }, [
  { source: "kept", target: "changed" },
  { source: "changed", target: "gone" },
  { source: "kept", target: "moved", when: "input.a" },
]);
const after = graphOf(
  { kept: node(1, 0), changed: node(2, 300), moved: node(1, 620), fresh: node(1, 900) },
  [
    { source: "kept", target: "changed" },
    { source: "kept", target: "moved", when: "input.b" },
    { source: "changed", target: "fresh" },
  ],
  { limits: { maxDepth: 3 } as NonNullable<Graph["limits"]> },
);

test("nodes and edges of both graphs stand in one, each with how it fared", () => {
  const { graph, nodes, edges, items } = compared(before, after);
  expect([...nodes]).toEqual([
    ["kept", "same"],
    ["changed", "changed"],
    ["moved", "moved"],
    ["fresh", "added"],
    ["gone", "removed"],
  ]);
  expect([...edges]).toEqual([
    ["kept.>changed", "same"],
    ["kept.>moved", "changed"],
    ["changed.>fresh", "added"],
    ["changed.>gone", "removed"],
  ]);
  expect(graph.nodes["changed"]).toEqual(after.nodes["changed"]);
  expect(items[0]).toMatchObject({ key: "workflow", how: "changed" });
  expect(sums(items)).toEqual([
    "1 node added",
    "1 node removed",
    "1 node changed",
    "1 node moved",
    "1 edge added",
    "1 edge removed",
    "1 edge changed",
    "the workflow itself changed",
  ]);
});

test("turned around, what was added is removed", () => {
  const there = compared(before, after);
  const back = compared(after, before);
  const turned = { added: "removed", removed: "added", changed: "changed", moved: "moved", same: "same" };
  for (const [id, how] of there.nodes) expect(back.nodes.get(id)).toBe(turned[how]);
  for (const [key, how] of there.edges) expect(back.edges.get(key)).toBe(turned[how]);
});

test("a removed node covers none of those there are, and a moved one says where it was", () => {
  const { graph, places, was } = compared(before, after);
  const [gone, fresh] = [boxOf(graph, places, "gone"), boxOf(graph, places, "fresh")];
  expect(gone.y).toBeGreaterThanOrEqual(fresh.y + fresh.height);
  expect(places.get("kept")).toEqual({ x: 0, y: 0 });
  expect([...was]).toEqual([["moved", { x: 600, y: 0 }]]);
});

test("without any positions both graphs are laid out together", () => {
  const one = graphOf({ a: node(1), b: node(1) }, [{ source: "a", target: "b" }]);
  const other = graphOf({ a: node(1), c: node(1) }, [{ source: "a", target: "c" }]);
  const { places } = compared(one, other);
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(3);
});

test("only differences leaves out what is the same, but for the ends of edges that differ", () => {
  const graph = graphOf({ a: node(1), b: node(1), c: node(1) }, [{ source: "a", target: "b" }]);
  const more = { ...graph, edges: [...graph.edges, { source: "b", target: "c" }] };
  const only = onlyDifferences(compared(graph, more));
  expect(Object.keys(only.graph.nodes)).toEqual(["b", "c"]);
  expect(only.graph.edges).toEqual([{ source: "b", target: "c" }]);
  expect([...only.edges]).toEqual([["b.>c", "added"]]);
  expect(only.items.map(({ key }) => key)).toEqual(["edge:b.>c"]);
});

test("of two edges alike the one that is left under another key keeps how it fared", () => {
  const twice = [
    { source: "a", target: "b" },
    { source: "a", target: "b", when: "input.x" },
  ];
  const one = graphOf({ a: node(1), b: node(1) }, twice.slice(0, 1));
  const other = graphOf({ a: node(1), b: node(1) }, twice);
  const only = onlyDifferences(compared(one, other));
  expect([...only.edges]).toEqual([["a.>b", "added"]]);
});

test("graphs that are the same have no differences", () => {
  const same = compared(before, before);
  expect(sums(same.items)).toEqual([]);
  expect(onlyDifferences(same).items).toEqual([]);
});

test("fields are named as deep as both sides have the same form", () => {
  const one = { kind: "task", retry: { maxAttempts: 3, baseMs: 10 }, cases: [{ when: "a" }, { when: "b" }] };
  const other = {
    kind: "task",
    retry: { maxAttempts: 5, baseMs: 10 },
    cases: [{ when: "a" }, { when: "c" }],
    timeoutMs: { total: 5 },
  };
  expect(fieldRows(one, other)).toEqual([
    { path: "retry.maxAttempts", before: 3, after: 5 },
    { path: "cases[1].when", before: "b", after: "c" },
    { path: "timeoutMs", before: undefined, after: { total: 5 } },
  ]);
  expect(fieldRows([1], [1, 2])).toEqual([{ path: "", before: [1], after: [1, 2] }]);
  expect(fieldRows(undefined, { kind: "end", output: { a: 1 } })).toEqual([
    { path: "kind", before: undefined, after: "end" },
    { path: "output", before: undefined, after: { a: 1 } },
  ]);
});

test("values are said in one line", () => {
  expect(valueText("= input")).toBe("= input");
  expect(valueText(undefined)).toBe("nothing");
  expect(valueText({ a: [1, "b"] })).toBe('{ "a": [ 1, "b" ] }');
});
