import { describe, expect, it } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { seeded } from "../simulation/random.ts";
import { chain, graphOf } from "../testing/run-graph.ts";
import { cycleOf, cyclesAmong } from "./call-cycles.ts";
import { callsOf } from "./call-graph.ts";

const t = { kind: "transform", output: 1 };
const call = (workflow: string, fields: object = {}) => ({ kind: "subworkflow", workflow, ...fields });
const decision = { kind: "decision", cases: [{ port: "yes", when: "input.n > 0" }], default: "no" };
const calls = (program: Readonly<Record<string, readonly string[]>>) => new Map(Object.entries(program));
const cycle = (program: Readonly<Record<string, Parameters<typeof graphOf>[0]>>) =>
  cycleOf(
    new Map(
      Object.entries(program).map(([slug, parts]): [string, Graph] => [slug, graphOf({ ...parts, slug })]),
    ),
  );
const guardTexts = (found: ReturnType<typeof cycleOf>) =>
  found.guards.map(({ workflow, node, by, text }) => `${workflow}.${node} ${by} ${text}`);

/** Whether a workflow comes back to itself, found by walking. */
function reaches(called: ReadonlyMap<string, readonly string[]>, slug: string): boolean {
  const seen = new Set<string>();
  const open = [...(called.get(slug) ?? [])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === slug) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(called.get(at) ?? []));
  }
  return false;
}

describe("cycles among workflows", () => {
  it("are those that reach each other, apart from what leads to them and what they lead to", () => {
    const program = calls({
      root: ["a"],
      a: ["b"],
      b: ["c", "leaf"],
      c: ["a"],
      leaf: [],
      own: ["own"],
      x: ["y"],
      y: ["x", "own"],
    });
    expect(cyclesAmong(program)).toEqual([["a", "b", "c"], ["own"], ["x", "y"]]);
  });

  it("leave out what is called and not there", () => {
    expect(cyclesAmong(calls({ a: ["gone"], b: ["a", "gone"] }))).toEqual([]);
  });

  it("hold every workflow that can come back to itself, each once, whatever the program", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const { next } = seeded(seed);
      const names = Array.from({ length: 2 + Math.floor(next() * 8) }, (_, i) => `w${i}`);
      const program = new Map(names.map((name) => [name, names.filter(() => next() < 0.2)]));
      const members = cyclesAmong(program).flat();
      expect(new Set(members)).toEqual(new Set(names.filter((name) => reaches(program, name))));
      expect(new Set(members).size).toBe(members.length);
    }
  });
});

describe("what ends a cycle", () => {
  it("is named by the node that has it: conditions, lists, keys of what was called", () => {
    const a = { nodes: { d: decision, go: call("b") }, edges: [{ source: "d", target: "go", port: "yes" }] };
    const b = { nodes: { each: { kind: "map", over: "= input.list", body: call("c") } } };
    const c = {
      nodes: { x: t, y: t, go: call("a", { once: "= input.id" }) },
      edges: [...chain("x", "y"), { source: "y", target: "go", when: "input.more" }],
    };
    const found = cycle({ a, b, c });
    expect(found.endless).toBe(false);
    expect(guardTexts(found)).toEqual([
      "a.d decision input.n > 0",
      "b.each list = input.list",
      "c.y when input.more",
      "c.go once = input.id",
    ]);
  });

  it("is found some nodes before the call, and the other way of a decision is said as such", () => {
    const edges = [{ source: "d", target: "x", port: "no" }, ...chain("x", "go")];
    expect(guardTexts(cycle({ a: { nodes: { d: decision, x: t, go: call("self") }, edges } }))).toEqual([
      "a.d decision none of input.n > 0",
    ]);
  });

  it("is found within an inline graph", () => {
    const inner = graphOf({
      slug: "box",
      nodes: { x: t, go: call("a") },
      edges: [{ source: "x", target: "go", when: "input.deeper" }],
    });
    const found = cycle({ a: { nodes: { box: { kind: "subworkflow", graph: inner } } } });
    expect(guardTexts(found)).toEqual(["a.box/x when input.deeper"]);
    expect(found.endless).toBe(false);
  });

  it("is missing where each of its runs starts another one", () => {
    const found = cycle({ a: { nodes: { go: call("b") } }, b: { nodes: { go: call("a") } } });
    expect(found).toEqual({
      slugs: ["a", "b"],
      guards: [],
      endless: true,
      way: [
        { workflow: "a", nodes: ["go"], calls: "b" },
        { workflow: "b", nodes: ["go"], calls: "a" },
      ],
    });
  });

  it("stands before the calls of some workflows, and is told once though it is before several", () => {
    const nodes = { d: decision, x: t, b: call("b"), c: call("c"), both: call("c") };
    const edges = [
      { source: "d", target: "x", port: "yes" },
      ...chain("x", "b"),
      ...chain("x", "c"),
      { source: "d", target: "both", when: "input.c", port: "no" },
    ];
    const back = { nodes: { go: call("a") } };
    const { guards } = cycle({ a: { nodes, edges }, b: back, c: back });
    expect(guards.map(({ text, calls }) => [text, calls])).toEqual([
      ["input.n > 0", ["b", "c"]],
      ["input.c", ["c"]],
    ]);
  });

  it("is drawn missing on the way that no run can do without, from where it comes back", () => {
    const a = {
      nodes: { x: t, "to-b": call("b"), "to-c": call("c") },
      edges: [{ source: "x", target: "to-b", when: "input.b" }, ...chain("x", "to-c")],
    };
    const back = { nodes: { go: call("a") } };
    expect(cycle({ a, b: back, c: back }).way).toEqual([
      { workflow: "a", nodes: ["x", "to-c"], calls: "c" },
      { workflow: "c", nodes: ["go"], calls: "a" },
    ]);
    // b only leads to what comes back to itself.
    const own = {
      nodes: { d: decision, go: call("b"), own: call("self") },
      edges: [{ source: "d", target: "go", port: "yes" }],
    };
    expect(cycle({ b: { nodes: { go: call("a") } }, a: own }).way).toEqual([
      { workflow: "a", nodes: ["own"], calls: "a" },
    ]);
  });

  it("is not told of a call where the same workflow has another one that is always made", () => {
    const nodes = { d: decision, go: call("self"), again: call("self") };
    const found = cycle({ a: { nodes, edges: [{ source: "d", target: "go", port: "yes" }] } });
    expect(found).toMatchObject({ guards: [], endless: true });
  });
});

it("calls are named with the nodes that make them, those of inline graphs by the node that holds the graph", () => {
  const inner = graphOf({ slug: "box", nodes: { go: call("far") } });
  const graph = graphOf({
    slug: "a",
    nodes: { one: call("self"), two: call("a"), box: { kind: "subworkflow", graph: inner } },
  });
  expect(callsOf(graph)).toEqual([
    { workflow: "a", nodes: ["one", "two"] },
    { workflow: "far", nodes: ["box"] },
  ]);
});
