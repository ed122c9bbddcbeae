import { describe, expect, it } from "vitest";
import { graphChanges } from "./diff.ts";
import type { Graph } from "./graph.ts";

const BEFORE: Graph = {
  schemaVersion: 1,
  slug: "sample",
  name: "Sample",
  limits: { maxDepth: 3 },
  nodes: {
    read: { kind: "task", task: "read" },
    sort: { kind: "task", task: "sort", position: { x: 0, y: 0 } },
    gone: { kind: "task", task: "gone" },
    end: { kind: "end" },
  },
  edges: [
    { source: "read", target: "sort" },
    { source: "sort", target: "gone" },
    { source: "gone", target: "end" },
  ],
};

describe("what was done to a graph", () => {
  it("is nothing when only the order of keys differs", () => {
    const { nodes, ...rest } = BEFORE;
    const turned = Object.fromEntries(Object.entries(nodes).toReversed());
    expect(graphChanges(BEFORE, { nodes: turned, ...rest })).toEqual({
      nodes: { added: [], removed: [], changed: [], moved: [] },
      edges: { added: [], removed: [], changed: [] },
      fields: [],
    });
  });

  it("names nodes that came, went, changed and only moved, edges and fields", () => {
    const after: Graph = {
      ...BEFORE,
      limits: { maxDepth: 4 },
      description: "new",
      nodes: {
        read: { kind: "task", task: "read-again" },
        sort: { kind: "task", task: "sort", position: { x: 9, y: 0 } },
        fresh: { kind: "transform", output: 1 },
        end: { kind: "end" },
      },
      edges: [
        { source: "read", target: "sort", when: "true" },
        { source: "sort", target: "fresh" },
      ],
    };
    const edge = (source: string, target: string) => ({ source, target, port: null });
    expect(graphChanges(BEFORE, after)).toEqual({
      nodes: { added: ["fresh"], removed: ["gone"], changed: ["read"], moved: ["sort"] },
      edges: {
        added: [edge("sort", "fresh")],
        removed: [edge("sort", "gone"), edge("gone", "end")],
        changed: [edge("read", "sort")],
      },
      fields: ["limits", "description"],
    });
  });

  it("tells an edge that stands twice", () => {
    const after: Graph = { ...BEFORE, edges: [...BEFORE.edges, { source: "read", target: "sort" }] };
    expect(graphChanges(BEFORE, after).edges).toEqual({
      added: [{ source: "read", target: "sort", port: null }],
      removed: [],
      changed: [],
    });
  });

  it("of a workflow that was never published is that everything is new", () => {
    const { nodes, edges, fields } = graphChanges(null, BEFORE);
    expect(nodes.added).toEqual(["read", "sort", "gone", "end"]);
    expect([edges.added.length, fields]).toEqual([3, []]);
  });
});
