import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { rename } from "./acts";
import { byNames, followed, renamesBetween, turned } from "./renames";
import { EditorStore } from "./store";

const GRAPH: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "w",
  name: "W",
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "transform", output: "= nodes.a.output" } },
  edges: [{ source: "a", target: "b" }],
});

it("knows what nodes are called now, also where a name is taken back and done again", () => {
  const store = new EditorStore(GRAPH);
  const begun = store.get().history;
  store.do(rename("a", "first"));
  const renamed = store.get().history;
  expect([...renamesBetween(begun, renamed)]).toEqual([["a", "first"]]);
  store.do(rename("first", "one"));
  expect([...renamesBetween(begun, store.get().history)]).toEqual([["a", "one"]]);
  const twice = store.get().history;
  store.undo();
  store.undo();
  expect([...renamesBetween(twice, store.get().history)]).toEqual([["one", "a"]]);
  store.redo();
  expect([...renamesBetween(begun, store.get().history)]).toEqual([["a", "first"]]);
  expect([...renamesBetween(begun, begun)]).toEqual([]);
});

it("finds what is kept by the names that nodes had, where a graph stands as it was", () => {
  const names = new Map([["a", "first"]]);
  expect(byNames({ first: 1, b: 2 }, turned(names))).toEqual({ a: 1, b: 2 });
  expect(byNames({ a: null }, names)).toEqual({ first: null });
});

it("moves what is kept under a name, and leaves the rest", () => {
  expect(followed({ a: 1, b: 2 }, new Map([["a", "first"]]))).toEqual({ a: null, first: 1 });
  // Two that change names with each other.
  expect(
    followed(
      { a: 1, b: 2 },
      new Map([
        ["a", "b"],
        ["b", "a"],
      ]),
    ),
  ).toEqual({ a: 2, b: 1 });
  expect(followed({ b: 2 }, new Map([["a", "first"]]))).toBeNull();
});
