import { describe, expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { layoutOf, NODE_SIZE } from "./layered";

function graph(edges: readonly [string, string][], ids: readonly string[]): Graph {
  const nodes = Object.fromEntries(ids.map((id) => [id, { kind: "task" as const, task: `do-${id}` }]));
  return {
    schemaVersion: 1,
    slug: "a",
    name: "A",
    nodes,
    edges: edges.map(([source, target]) => ({ source, target })),
  };
}

describe("layoutOf", () => {
  it("puts a node after all that leads to it", () => {
    const { nodes } = layoutOf(
      graph(
        [
          ["a", "b"],
          ["b", "d"],
          ["a", "c"],
          ["c", "d"],
          ["a", "d"],
        ],
        ["d", "c", "b", "a"],
      ),
    );
    const x = Object.fromEntries(nodes.map((node) => [node.id, node.x]));
    expect(x["a"]).toBe(0);
    expect(x["b"]).toBe(x["c"]);
    expect(x["d"]).toBeGreaterThan(x["b"] ?? 0);
  });

  it("never lets two nodes overlap and keeps all of them inside its frame", () => {
    const ids = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const { nodes, width, height } = layoutOf(
      graph(
        ids.slice(1).map((id, index) => [ids[Math.floor(index / 3)] ?? "n0", id]),
        ids,
      ),
    );
    expect(new Set(nodes.map((node) => `${node.x}/${node.y}`)).size).toBe(12);
    for (const node of nodes) {
      expect(node.x + NODE_SIZE.width).toBeLessThanOrEqual(width);
      expect(node.y + NODE_SIZE.height).toBeLessThanOrEqual(height);
      expect(node.y).toBeGreaterThanOrEqual(0);
    }
  });

  it("comes to an end on a loop and on an edge to nowhere", () => {
    const { nodes, edges } = layoutOf(
      graph(
        [
          ["a", "b"],
          ["b", "a"],
          ["b", "zzz"],
        ],
        ["a", "b"],
      ),
    );
    expect(nodes).toHaveLength(2);
    expect(edges).toHaveLength(2);
  });

  it("marks a node that starts its own workflow, under a map too", () => {
    const nodes = {
      one: { kind: "subworkflow", workflow: "self" },
      many: { kind: "map", over: "= input.all", body: { kind: "subworkflow", workflow: "self" } },
      other: { kind: "subworkflow", workflow: "audit" },
    } as const;
    const layout = layoutOf({ schemaVersion: 1, slug: "a", name: "A", nodes, edges: [] });
    expect(layout.nodes.filter((node) => node.recursive).map((node) => node.id)).toEqual(["one", "many"]);
  });
});
