import { describe, expect, it } from "vitest";
import type { GraphEdge } from "#server/engine/graph/graph";
import { edgesBetween } from "./edges-between";

const LIKE: readonly GraphEdge[] = [
  { source: "a", target: "b", when: "= input.x" },
  { source: "a", target: "b", when: "= input.y" },
  { source: "b", target: "c" },
];
const NO_NAMES = new Map<string, string>();

const between = (before: readonly GraphEdge[], after: readonly GraphEdge[], names = NO_NAMES) =>
  Object.fromEntries(edgesBetween(before, after, names));

describe("which edge is which in the next graph", () => {
  it("knows them by their new ends when a node is renamed", () => {
    const after = LIKE.map((edge) => ({
      ...edge,
      ...(edge.target === "b" ? { target: "d" } : { source: "d" }),
    }));
    expect(between(LIKE, after, new Map([["b", "d"]]))).toEqual({
      "a.>b": "a.>d",
      "a.>b#1": "a.>d#1",
      "b.>c": "d.>c",
    });
  });

  it("follows one that gets another target, port or condition", () => {
    const [first, second, third] = LIKE as [GraphEdge, GraphEdge, GraphEdge];
    expect(between(LIKE, [{ ...first, target: "c" }, second, third])).toEqual({
      "a.>b": "a.>c",
      "a.>b#1": "a.>b",
      "b.>c": "b.>c",
    });
    expect(between(LIKE, [first, second, { ...third, port: "error" }])["b.>c"]).toBe("b.error>c");
    expect(between(LIKE, [first, { ...second, when: "= true" }, third])["a.>b#1"]).toBe("a.>b#1");
  });

  it("tells which of two like edges is gone", () => {
    expect(between(LIKE, LIKE.slice(1))).toEqual({ "a.>b#1": "a.>b", "b.>c": "b.>c" });
    expect(between(LIKE, LIKE.slice(0, 2))).toEqual({ "a.>b": "a.>b", "a.>b#1": "a.>b#1" });
  });

  it("takes no new edge for one that is gone at its place", () => {
    const [first, second] = LIKE as [GraphEdge, GraphEdge];
    expect(between(LIKE, [first, second, { source: "x", target: "y" }])).not.toHaveProperty(["b.>c"]);
  });

  it("keeps the order of edges that are put elsewhere in the list", () => {
    const more: GraphEdge = { source: "z", target: "a" };
    expect(between(LIKE, [more, ...LIKE])).toEqual({ "a.>b": "a.>b", "a.>b#1": "a.>b#1", "b.>c": "b.>c" });
  });
});
