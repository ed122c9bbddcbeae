import { describe, expect, it } from "vitest";
import { readCallee } from "../graph/callee.ts";
import type { Graph } from "../graph/graph.ts";
import { seeded } from "../simulation/random.ts";
import { chain, graphOf } from "../testing/run-graph.ts";
import { calledBy, endlessCalls, endlessWorkflows } from "./call-graph.ts";
import { canEnd, randomWorkflows } from "./testing/call-oracle.ts";

const t = { kind: "transform", output: 1 };
const call = (workflow: string, fields: object = {}) => ({ kind: "subworkflow", workflow, ...fields });
const map = (body: object) => ({ kind: "map", over: "= input.list", body });
const loop = (body: object, fields: object = {}) => ({ kind: "loop", maxIterations: 3, body, ...fields });
const decide = (...ports: string[]) => ({
  kind: "decision",
  cases: ports.slice(1).map((port) => ({ port, when: "input.n > 0" })),
  default: ports[0],
});
const port = (source: string, name: string, target: string) => ({ source, port: name, target });

type Parts = { readonly nodes: Record<string, unknown>; readonly edges?: readonly object[] };
type Program = Readonly<Record<string, Parts>>;

function workflows(program: Program): ReadonlyMap<string, Graph> {
  const graph = (name: string, parts: Parts) => graphOf({ ...parts, slug: readCallee(name).workflow });
  return new Map(Object.entries(program).map(([name, parts]) => [name, graph(name, parts)]));
}

const straight = (target: string, fields: object = {}): Parts => ({ nodes: { go: call(target, fields) } });
const pin = (target: string, revision: number): Parts => straight(target, { revision });
const afterwards = (target: string): Parts => ({
  nodes: { x: t, go: call(target) },
  edges: chain("x", "go"),
});
const behindWhen = (target: string): Parts => ({
  nodes: { x: t, go: call(target) },
  edges: [{ source: "x", target: "go", when: "input.n > 0" }],
});
const inline = (target: string): Parts => ({
  nodes: { box: { kind: "subworkflow", graph: graphOf({ ...straight(target), slug: "box" }) } },
});
const either = (a: string, b: string): Parts => ({
  nodes: { d: decide("p", "q"), x: call(a), y: call(b) },
  edges: [port("d", "p", "x"), port("d", "q", "y")],
});
const leaf: Parts = { nodes: { x: t } };

/** Programs whose runs start runs without end, with the way that is drawn. */
const ENDLESS: readonly (readonly [string, Program, string])[] = [
  ["A → A", { a: straight("a") }, "a (go) → a"],
  ["A → self", { a: straight("self") }, "a (go) → a"],
  ["A → B → A", { a: straight("b"), b: straight("a") }, "a (go) → b (go) → a"],
  ["A → B → C → A", { a: straight("b"), b: straight("c"), c: straight("a") }, "a (go) → b (go) → c (go) → a"],
  ["after other nodes", { a: afterwards("b"), b: afterwards("a") }, "a (x → go) → b (x → go) → a"],
  ["through an inline graph", { a: inline("b"), b: straight("a") }, "a (box → go) → b (go) → a"],
  ["both ways of a decision", { a: either("a", "a") }, "a (d → y) → a"],
  [
    "ways of a decision that lead to different workflows",
    { a: either("b", "c"), b: straight("a"), c: straight("a") },
    "a (d → y) → c (go) → a",
  ],
  ["decisions in all of them", { a: either("b", "a"), b: either("a", "b") }, "a (d → y) → a"],
  [
    "in a loop that runs at least once",
    { a: { nodes: { l: loop(call("b"), { until: "index > 1" }) } }, b: straight("a") },
    "a (l) → b (go) → a",
  ],
  [
    "beside a guarded call",
    { a: { nodes: { m: map(call("b")), go: call("b") } }, b: straight("a") },
    "a (go) → b (go) → a",
  ],
  [
    "a guard on a call that is not on the way",
    {
      a: {
        nodes: { x: t, y: call("c"), go: call("b") },
        edges: [{ source: "x", target: "y", when: "false" }],
      },
      b: straight("a"),
      c: leaf,
    },
    "a (go) → b (go) → a",
  ],
  [
    "a way in that is no part of the circle",
    { a: straight("b"), b: straight("c"), c: straight("b") },
    "a (go) → b (go) → c (go) → b",
  ],
  [
    "an any join behind a decision of which both ways lead there",
    {
      a: {
        nodes: { d: decide("p", "q"), x: t, y: t, go: { ...call("a"), join: "any" } },
        edges: [
          port("d", "p", "x"),
          port("d", "q", "y"),
          { source: "x", target: "go" },
          { source: "y", target: "go" },
        ],
      },
    },
    "a (d → y → go) → a",
  ],
  [
    "A → a revision of B that comes back, whose latest does not",
    { a: pin("b", 1), b: leaf, "b@1": straight("a") },
    "a (go) → b@1 (go) → a",
  ],
  [
    "A → an earlier revision of itself that calls the latest",
    { a: pin("a", 1), "a@1": straight("a") },
    "a (go) → a@1 (go) → a",
  ],
  [
    "a pinned revision that calls itself",
    { a: pin("b", 2), b: leaf, "b@2": straight("self") },
    "a (go) → b@2 (go) → b@2",
  ],
  [
    "through two pinned revisions, inline",
    { a: inline("b"), b: pin("c", 1), "c@1": pin("b", 4), "b@4": straight("a") },
    "a (box → go) → b (go) → c@1 (go) → b@4 (go) → a",
  ],
  [
    "an emit on the way",
    {
      a: { nodes: { e: { kind: "emit", event: "x" }, go: call("b") }, edges: chain("e", "go") },
      b: straight("a"),
    },
    "a (e → go) → b (go) → a",
  ],
];

/** Recursions that may stop, and programs that call nothing twice. */
const LEGAL: readonly (readonly [string, Program])[] = [
  ["no call at all", { a: leaf }],
  ["a call of something else", { a: straight("b"), b: leaf }],
  ["a chain", { a: straight("b"), b: straight("c"), c: straight("d"), d: leaf }],
  [
    "a diamond",
    { a: { nodes: { x: call("b"), y: call("c") } }, b: straight("d"), c: straight("d"), d: leaf },
  ],
  ["a workflow that is not published", { a: straight("nowhere") }],
  ["A → B@1 which ends, although the latest B comes back", { a: pin("b", 1), b: straight("a"), "b@1": leaf }],
  ["A → an earlier revision of itself that ends", { a: pin("a", 1), "a@1": leaf }],
  ["A → B@1 → A, guarded in B@1", { a: pin("b", 1), b: straight("a"), "b@1": behindWhen("a") }],
  ["A → A behind when", { a: behindWhen("a") }],
  ["A → A on one way of a decision", { a: either("a", "b"), b: leaf }],
  ["A → A in a map", { a: { nodes: { m: map(call("self")) } } }],
  ["A → A once", { a: straight("self", { once: "input.name" }) }],
  ["A → A in a loop with while", { a: { nodes: { l: loop(call("self"), { while: "input.n > 0" }) } } }],
  ["A → B → A, guarded in A", { a: behindWhen("b"), b: straight("a") }],
  ["A → B → A, guarded in B", { a: straight("b"), b: behindWhen("a") }],
  ["A → B → A, guarded by a map in B", { a: straight("b"), b: { nodes: { m: map(call("a")) } } }],
  ["A → B → A, guarded by once in A", { a: straight("b", { once: "input.name" }), b: straight("a") }],
  ["A → B → C → A, guarded in C", { a: straight("b"), b: straight("c"), c: behindWhen("a") }],
  [
    "two circles that share a guard",
    { a: behindWhen("b"), b: { nodes: { x: call("a"), y: call("c") } }, c: straight("a") },
  ],
  ["a decision with another way out", { a: either("b", "c"), b: straight("a"), c: leaf }],
  [
    "a decision without a default",
    {
      a: {
        nodes: { d: { kind: "decision", cases: [{ port: "p", when: "true" }] }, go: call("a") },
        edges: [port("d", "p", "go")],
      },
    },
  ],
  [
    "a port that leads nowhere",
    { a: { nodes: { d: decide("p", "q"), go: call("a") }, edges: [port("d", "p", "go")] } },
  ],
  [
    "an approval before it",
    {
      a: {
        nodes: { ok: { kind: "approval", title: "On?" }, go: call("a") },
        edges: [port("ok", "approved", "go")],
      },
    },
  ],
  [
    "a guarded way through an inline graph",
    {
      a: {
        nodes: { x: t, box: { kind: "subworkflow", graph: graphOf({ ...straight("a"), slug: "box" }) } },
        edges: [{ source: "x", target: "box", when: "input.n > 0" }],
      },
    },
  ],
  [
    "an inline graph with a guard inside",
    { a: { nodes: { box: { kind: "subworkflow", graph: graphOf({ ...behindWhen("a"), slug: "box" }) } } } },
  ],
  [
    "self of an inline graph, which is that graph",
    {
      a: { nodes: { box: { kind: "subworkflow", graph: graphOf({ ...behindWhen("self"), slug: "box" }) } } },
    },
  ],
  [
    "a join of two that may not both come",
    {
      a: {
        nodes: { d: decide("p", "q"), x: t, y: t, go: { ...call("a"), join: { n: 2 } } },
        edges: [
          port("d", "p", "x"),
          port("d", "q", "y"),
          { source: "x", target: "go" },
          { source: "y", target: "go" },
        ],
      },
    },
  ],
];

describe("recursion across workflows", () => {
  it.each(ENDLESS)("without an end is caught and drawn: %s", (_, program, drawn) => {
    expect(endlessCalls(workflows(program), "a")?.drawn).toBe(drawn);
  });

  it.each(LEGAL)("that may end is let through: %s", (_, program) => {
    expect(endlessCalls(workflows(program), "a")).toBeNull();
  });

  it("names the circle by its workflows and the place of the first call", () => {
    const found = endlessCalls(workflows({ a: straight("b"), b: inline("a") }), "a");
    expect(found?.cycle).toEqual(["a", "b", "a"]);
    expect(found?.first.path).toEqual(["nodes", "go", "workflow"]);
  });

  it("gives the way step by step, also from before the circle", () => {
    const program = { a: afterwards("b"), b: inline("c"), c: straight("self") };
    expect(endlessCalls(workflows(program), "a")).toMatchObject({
      cycle: ["c", "c"],
      way: [
        { workflow: "a", nodes: ["x", "go"], calls: "b" },
        { workflow: "b", nodes: ["box", "box/go"], calls: "c" },
        { workflow: "c", nodes: ["go"], calls: "c" },
      ],
    });
  });

  it("knows every workflow that a graph names, wherever it stands", () => {
    const nodes = {
      x: call("self"),
      m: map(call("m1")),
      l: loop(call("l1")),
      box: { kind: "subworkflow", graph: graphOf({ ...straight("in1"), slug: "box" }) },
    };
    expect(calledBy(graphOf({ nodes, slug: "a" })).toSorted()).toEqual(["a", "in1", "l1", "m1"]);
  });

  it("agrees with an oracle that tries every way through every graph, 10,000 programs", () => {
    const seen = { endless: 0, ending: 0 };
    for (let seed = 0; seed < 10_000; seed++) {
      const program = randomWorkflows(seeded(seed));
      const ending = canEnd(program);
      const endless = endlessWorkflows(program);
      const expected = [...program.keys()].filter((slug) => !ending.has(slug));
      if (expected.join() !== [...endless].join())
        throw new Error(`seed ${seed}: ${[...endless]} is not ${expected}`);
      seen.endless += endless.size;
      seen.ending += ending.size;
    }
    expect(Math.min(seen.endless, seen.ending)).toBeGreaterThan(5_000);
  });
});
