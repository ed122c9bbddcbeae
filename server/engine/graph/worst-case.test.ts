import { expect, it } from "vitest";
import type { Graph } from "./graph.ts";
import { validateGraph } from "./validate.ts";
import { type PricedAgent, worstCase } from "./worst-case.ts";

type Loose = Record<string, unknown>;

function parsed(nodes: Loose, edges: readonly Loose[], more: Loose = {}): Graph {
  const { graph, problems } = validateGraph({
    schemaVersion: 1,
    slug: "w",
    name: "W",
    nodes,
    edges,
    ...more,
  });
  if (!graph) throw new Error(JSON.stringify(problems));
  return graph;
}

const decide = {
  kind: "decision",
  cases: [{ port: "deep", when: "tree.remaining.depth > 0" }],
  default: "leaf",
};
const self = { kind: "subworkflow", workflow: "self" };
const agent = { kind: "agent", agent: "x", prompt: "p", maxTokens: 100 };
const list = (maxItems?: number) => ({
  type: "object",
  properties: { parts: { type: "array", ...(maxItems === undefined ? {} : { maxItems }) } },
});
const spread = (maxItems?: number) =>
  parsed(
    { decide, parts: { kind: "map", over: "= input.parts", body: self }, leaf: agent },
    [
      { source: "decide", target: "parts", port: "deep" },
      { source: "decide", target: "leaf", port: "leaf" },
    ],
    { inputSchema: list(maxItems), limits: { maxDepth: 3 } },
  );

it("counts what each depth may come to, as a decision takes one of its ports", () => {
  const { calls, caller, levels } = worstCase(spread(4));
  expect([calls, caller]).toEqual([4, "parts"]);
  expect(levels.map(({ runs, agents, tokens }) => [runs, agents, tokens])).toEqual([
    [1, 1, 100],
    [4, 4, 400],
    [16, 16, 1_600],
    [64, 64, 6_400],
  ]);
});

it("tells what each depth may cost, at the price of the dearest agent that may be asked", () => {
  const agents: readonly PricedAgent[] = [
    { id: "x", capabilities: ["write"], usdPerToken: 0.000_002 },
    { id: "y", capabilities: ["write", "plan"], usdPerToken: 0.000_01 },
  ];
  const costs = (graph: Graph, known = agents) =>
    worstCase(graph, known).levels.map(({ costUsd }) => costUsd && Number(costUsd.toFixed(6)));
  expect(costs(spread(4))).toEqual([0.0002, 0.0008, 0.0032, 0.0128]);
  const { agent: _, ...anybody } = agent;
  const asking = (...capabilities: string[]) => {
    const graph = spread(4);
    return {
      ...graph,
      nodes: { ...graph.nodes, leaf: { ...anybody, kind: "agent", capabilities } },
    } satisfies Graph;
  };
  expect(costs(asking("write"))).toEqual([0.001, 0.004, 0.016, 0.064]);
  expect(costs(asking("sing"))).toEqual([null, null, null, null]);
  expect(costs(spread(4), [])).toEqual([null, null, null, null]);
  // What one of them takes is not known: it is not free.
  const unpriced = [...agents, { id: "z", capabilities: ["write"], usdPerToken: null }];
  expect(costs(asking("write"), unpriced)).toEqual([null, null, null, null]);
  expect(costs(asking("plan"), unpriced)).toEqual([0.001, 0.004, 0.016, 0.064]);
});

it("says that only a list bounds it, and warns of nothing that it cannot know", () => {
  expect(worstCase(spread()).calls).toBe(Number.POSITIVE_INFINITY);
  expect(validateGraph(spread()).problems).toEqual([]);
});

it("takes two calls that exclude each other for one", () => {
  const graph = parsed({ decide, one: self, other: self }, [
    { source: "decide", target: "one", port: "deep" },
    { source: "decide", target: "other", port: "leaf" },
  ]);
  expect(worstCase(graph).calls).toBe(1);
});

it("knows the deepest limit at which nothing is passed", () => {
  const graph = { ...spread(4), limits: { maxDepth: 9, maxRuns: 100 } };
  // 1 + 4 + 16 + 64 = 85 runs down to depth 3.
  expect(validateGraph({ ...graph, limits: { maxDepth: 3, maxRuns: 100 } }).problems).toEqual([]);
  const { problems } = validateGraph(graph);
  expect(problems.map(({ code }) => code)).toEqual(["R005"]);
  expect(problems[0]?.message).toContain("set limits.maxDepth to 3");
  expect(problems[0]?.limits).toEqual({ maxDepth: 3 });
  // The limits of a graph within a node are not those of the workflow.
  const around = parsed({ box: { kind: "subworkflow", graph } }, []);
  const [inner] = validateGraph(around).problems;
  expect(inner).toMatchObject({ code: "R005", path: "/nodes/box/graph/nodes/parts" });
  expect(inner).not.toHaveProperty("limits");
});

it("has no levels where a workflow does not call itself", () => {
  expect(worstCase(parsed({ leaf: agent }, [])).levels).toEqual([]);
});
