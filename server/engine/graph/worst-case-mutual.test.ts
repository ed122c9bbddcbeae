import { describe, expect, it } from "vitest";
import { seeded } from "../simulation/random.ts";
import { graphOf, run, WORLD } from "../testing/run-graph.ts";
import { bindGraph } from "./compile.ts";
import type { Graph } from "./graph.ts";
import { validateGraph } from "./validate.ts";
import { type Workflows, worstCase } from "./worst-case.ts";

const call = (workflow: string) => ({ kind: "subworkflow", workflow });
const deeper = "tree.remaining.depth > 0";
const agent = { kind: "agent", agent: "x", prompt: "p", maxTokens: 100 };

/** One node, and behind it, as long as it may go deeper, calls of others. */
function calling(slug: string, callees: readonly string[], limits: object = {}): Graph {
  const calls = callees.map((workflow, at) => [`call${at}`, call(workflow)] as const);
  return graphOf({
    slug,
    limits,
    nodes: { ask: agent, ...Object.fromEntries(calls) },
    edges: calls.map(([target]) => ({ source: "ask", target, when: deeper })),
  });
}

const named = (...graphs: readonly Graph[]): Workflows => new Map(graphs.map((graph) => [graph.slug, graph]));
const runsOf = (graph: Graph, others: Workflows) =>
  worstCase(graph, [], others).levels.map(({ runs }) => runs);

describe("a recursion through others", () => {
  it("is counted depth by depth, each workflow with what it starts", () => {
    const ping = calling("ping", ["pong", "pong", "pong"], { maxDepth: 4 });
    const pong = calling("pong", ["ping", "self"]);
    const worst = worstCase(ping, [], named(pong));
    expect(worst).toMatchObject({ caller: "call0", through: ["pong"], calls: 3 });
    expect(worst.most).toEqual({ workflow: "ping", node: "call0" });
    // 1 ping; 3 pong; 3 ping, 3 pong; 3 ping, 12 pong; 12 ping, 21 pong.
    expect(worst.levels.map(({ runs, tokens }) => [runs, tokens])).toEqual([
      [1, 100],
      [3, 300],
      [6, 600],
      [15, 1_500],
      [33, 3_300],
    ]);
  });

  it("is none where others are not known, or do not come back", () => {
    const ping = calling("ping", ["pong"]);
    expect(worstCase(ping).levels).toEqual([]);
    expect(worstCase(ping, [], named(calling("pong", ["pong"]))).levels).toEqual([]);
  });

  it("ends where a limit of one of the others ends it", () => {
    const ping = calling("ping", ["pong", "pong"], { maxDepth: 4 });
    expect(runsOf(ping, named(calling("pong", ["ping"], { maxDepth: 1 })))).toEqual([1, 2, 2, 0, 0]);
  });

  it("goes by the revision that a call pins, whose own calls of itself stay with it", () => {
    const pinning = graphOf({
      slug: "ping",
      limits: { maxDepth: 3 },
      nodes: { ask: agent, next: { ...call("pong"), revision: 2 } },
      edges: [{ source: "ask", target: "next", when: deeper }],
    });
    const others = new Map([
      ["pong", calling("pong", ["ping", "ping", "ping"])],
      ["pong@2", calling("pong", ["ping", "self"])],
    ]);
    expect(worstCase(pinning, [], others).through).toEqual(["pong@2"]);
    expect(runsOf(pinning, others)).toEqual([1, 1, 2, 3]);
  });

  it("leads through graphs within nodes", () => {
    const inner = { ...calling("inner", ["outer", "outer"]) };
    const outer = graphOf({
      slug: "outer",
      limits: { maxDepth: 4 },
      nodes: { ask: agent, within: { kind: "subworkflow", graph: inner } },
      edges: [{ source: "ask", target: "within", when: deeper }],
    });
    expect(worstCase(outer)).toMatchObject({ caller: "within", through: [], calls: 2 });
    expect(runsOf(outer, new Map())).toEqual([1, 1, 2, 2, 4]);
  });

  it("warns of limits that it may pass, with the depth at which it does not", () => {
    const ping = calling("ping", ["pong", "pong", "pong"], { maxDepth: 9, maxRuns: 100 });
    const others = named(calling("pong", ["ping"]));
    expect(validateGraph(ping).problems).toEqual([]);
    // 1 + 3 + 3 + 9 + 9 + 27 + 27 = 79 runs down to depth 6, 160 to depth 7.
    const { problems } = validateGraph(ping, others);
    expect(problems.map(({ code, path }) => [code, path])).toEqual([["R005", "/nodes/call0"]]);
    expect(problems[0]?.message).toContain("of ping, pong: by depth 7");
    expect(problems[0]?.message).toContain("set limits.maxDepth to 6");
    const fitting = { ...ping, limits: { ...ping.limits, maxDepth: 6 } };
    expect(validateGraph(fitting, others).problems).toEqual([]);
  });

  it("is bounded work, however many call each other", () => {
    const slugs = Array.from({ length: 60 }, (_, at) => `w${at}`);
    const graphs = slugs.map((slug) => calling(slug, slugs, { maxDepth: 256 }));
    const [first] = graphs;
    if (!first) throw new Error("no graph");
    const { levels } = worstCase(first, [], named(...graphs));
    expect(levels.slice(0, 3).map(({ runs }) => runs)).toEqual([1, 60, 3_600]);
    expect(levels.length).toBeLessThan(12);
  });
});

const SLUGS = ["a", "b"] as const;
const DEPTH = 3;
type Branch = readonly { readonly workflow: string; readonly times: number }[];

/** A decision by a table of the input, for each workflow and depth, and calls behind both of its ways. */
function deciding(slug: string, branches: readonly Branch[]): Graph {
  const calls = branches.flatMap((branch, side) =>
    branch.map(({ workflow, times }, at) => ({ id: `n${side}${at}`, side, workflow, times })),
  );
  const input = { a: "= input.a", b: "= input.b", at: "= input.at + 1" };
  const nodes = calls.map(({ id, workflow, times }) => [
    id,
    times === 1
      ? { ...call(workflow), input }
      : { kind: "loop", maxIterations: times, onLimit: "succeed", body: { ...call(workflow), input } },
  ]);
  return graphOf({
    slug,
    limits: slug === "a" ? { maxDepth: DEPTH } : {},
    nodes: {
      side: {
        kind: "decision",
        cases: [{ port: "p0", when: `input.${slug}[int(input.at)]` }],
        default: "p1",
      },
      ...Object.fromEntries(nodes),
    },
    edges: calls.map(({ id, side }) => ({ source: "side", target: id, port: `p${side}`, when: deeper })),
  });
}

/** Runs at each depth as the engine runs it, with one choice for each workflow and depth. */
function runsByDepth(graphs: Workflows, choice: number): readonly number[] {
  const bit = (at: number) => Math.floor(choice / 2 ** at) % 2 === 1;
  const row = (of: number) =>
    Array.from({ length: DEPTH + 1 }, (_, at) => at < DEPTH && bit(of * DEPTH + at));
  const input = { a: row(0), b: row(1), at: 0 };
  const workflows = Object.fromEntries(
    [...graphs].map(([slug, graph]) => [slug, bindGraph(graph, { slug, revision: 1 })]),
  );
  const root = graphs.get("a");
  if (!root) throw new Error("no root");
  const { slug, nodes, edges } = root;
  const { tree } = run(
    { slug, limits: { maxDepth: DEPTH }, nodes, edges },
    { input, world: { ...WORLD, workflows } },
  );
  expect(tree.runs[0]?.failure ?? null).toBeNull();
  return Array.from(
    { length: DEPTH + 1 },
    (_, depth) => tree.runs.filter((one) => one.depth === depth).length,
  );
}

it("comes to what the engine comes to, for the worst of all choices of decisions at each depth", () => {
  const random = seeded(7);
  const branch = (): Branch =>
    Array.from({ length: Math.floor(random.next() * 3) }, () => ({
      workflow: random.pick(["a", "b", "self"]),
      times: random.pick([1, 1, 2]),
    }));
  let recursive = 0;
  for (let round = 0; round < 30; round++) {
    const graphs = named(...SLUGS.map((slug) => deciding(slug, [branch(), branch()])));
    const root = graphs.get("a");
    if (!root) throw new Error("no root");
    const worst = worstCase(root, [], graphs);
    if (worst.through.length === 0) continue;
    recursive++;
    const all = Array.from({ length: 2 ** (SLUGS.length * DEPTH) }, (_, choice) =>
      runsByDepth(graphs, choice),
    );
    const most = all.reduce((one, other) => one.map((runs, depth) => Math.max(runs, other[depth] ?? 0)));
    expect(
      worst.levels.map(({ runs }) => runs),
      `round ${round}`,
    ).toEqual(most);
  }
  expect(recursive).toBeGreaterThan(5);
});
