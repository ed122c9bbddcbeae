import { describe, expect, it } from "vitest";
import { bindGraph, compileGraph, effectiveLimits } from "./compile.ts";
import { type Graph, limitsSchema } from "./graph.ts";
import { topologicalOrder } from "./topology.ts";
import { validateGraph } from "./validate.ts";

function graphOf(more: Partial<Graph> = {}): Graph {
  const result = validateGraph({
    schemaVersion: 1,
    slug: "diamond",
    name: "Diamond",
    nodes: {
      end: { kind: "end", join: "any" },
      left: { kind: "transform", output: "= nodes.start.output" },
      right: { kind: "task", task: "noop", join: "all" },
      start: { kind: "task", task: "noop", input: { n: "= input.n" } },
      each: { kind: "map", over: "input.l", body: { kind: "task", task: "noop" }, join: "any" },
    },
    edges: [
      { source: "start", target: "left" },
      {
        source: "start",
        target: "right",
        when: "nodes.start.output > 1",
        mapping: { a: "= nodes.start.output", b: 1 },
      },
      { source: "left", target: "end" },
      { source: "right", target: "end" },
      { source: "right", target: "each" },
    ],
    ...more,
  });
  if (!result.graph || !result.ok) throw new Error(JSON.stringify(result.problems));
  return result.graph;
}

describe("compileGraph", () => {
  const graph = graphOf();
  const compiled = compileGraph(graph);

  it("is laid out once per graph object", () => {
    expect(compileGraph(graph)).toBe(compiled);
    expect(compileGraph(graphOf())).not.toBe(compiled);
  });

  it("knows entries, ends, leaves and an order in which edges point forwards", () => {
    expect(compiled).toMatchObject({ entries: ["start"], ends: ["end"], leaves: ["end", "each"] });
    const place = (id: string): number => compiled.order.indexOf(id);
    expect(compiled.order).toHaveLength(5);
    for (const { source, target } of graph.edges) expect(place(source)).toBeLessThan(place(target));
  });

  it("names edges by their index and counts what a join needs", () => {
    expect(compiled.nodes.get("start")?.outgoing.map(({ index }) => index)).toEqual([0, 1]);
    expect(compiled.nodes.get("end")?.incoming.map(({ index }) => index)).toEqual([2, 3]);
    expect(compiled.nodes.get("end")).toMatchObject({ join: "any", needed: 1 });
    expect(compiled.nodes.get("right")).toMatchObject({ join: "all", needed: 1 });
    expect(compiled.nodes.get("start")).toMatchObject({ join: "all", needed: 0 });
  });

  it("does not take a map's join over items for one over edges", () => {
    expect(compiled.nodes.get("each")).toMatchObject({ join: "all", needed: 1 });
  });
});

describe("bindGraph", () => {
  it("gives equal graphs the same hash, whatever the order of their keys", () => {
    const a = bindGraph(graphOf(), { slug: "diamond", revision: 2 });
    const { name, ...rest } = graphOf();
    const b = bindGraph({ ...rest, name }, { slug: "diamond", revision: 2, inline: true });
    expect(a.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(b.hash).toBe(a.hash);
    expect(a).toMatchObject({ slug: "diamond", revision: 2 });
    expect("inline" in a).toBe(false);
    expect(b.inline).toBe(true);
    expect(bindGraph(graphOf({ name: "Other" }), { slug: "diamond", revision: 2 }).hash).not.toBe(a.hash);
  });
});

describe("effectiveLimits", () => {
  const DEFAULTS = limitsSchema.parse({});

  it("puts the graph's limits over the defaults", () => {
    expect(effectiveLimits(graphOf())).toEqual(DEFAULTS);
    expect(effectiveLimits(graphOf({ limits: { maxDepth: 32, maxRuns: 20_000 } }))).toEqual({
      ...DEFAULTS,
      maxDepth: 32,
      maxRuns: 20_000,
    });
  });

  it("lets a start tighten but never loosen", () => {
    const graph = graphOf({ limits: { maxDepth: 5, recursionTimeoutMs: 1_000, cycleDetection: false } });
    expect(effectiveLimits(graph, { maxDepth: 9, recursionTimeoutMs: null, maxRuns: 20_000 })).toMatchObject({
      maxDepth: 5,
      recursionTimeoutMs: 1_000,
      maxRuns: 10_000,
    });
    expect(effectiveLimits(graph, { maxDepth: 0, cycleDetection: true })).toMatchObject({
      maxDepth: 0,
      cycleDetection: true,
    });
  });

  it("takes null for no limit", () => {
    const graph = graphOf({ limits: { recursionTimeoutMs: null } });
    expect(effectiveLimits(graph).recursionTimeoutMs).toBeNull();
    expect(effectiveLimits(graph, { recursionTimeoutMs: 500 }).recursionTimeoutMs).toBe(500);
  });
});

describe("topologicalOrder", () => {
  it("names what it cannot place", () => {
    const edges = [
      { source: "a", target: "b" },
      { source: "b", target: "c" },
      { source: "c", target: "b" },
    ];
    expect(topologicalOrder(["a", "b", "c"], edges)).toEqual({ order: ["a"], rest: ["b", "c"] });
  });
});
