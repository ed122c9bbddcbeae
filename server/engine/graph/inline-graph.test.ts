import { expect, it } from "vitest";
import { guardsOf } from "../recursion/call-guards.ts";
import { graphOf } from "../testing/run-graph.ts";
import { callsOf } from "./facts.ts";
import type { GraphNode } from "./graph.ts";
import { inlineGraphOf } from "./inline-graph.ts";
import { validateGraph } from "./validate.ts";

const within = (graph: unknown) => ({ kind: "subworkflow", graph });
const held = {
  schemaVersion: 1,
  slug: "held",
  name: "Held",
  nodes: { go: { kind: "subworkflow", workflow: "leaf" } },
};

it.each([
  ["nothing", {}, "/nodes/box/graph/schemaVersion"],
  ["nodes that are none", { ...held, nodes: 3 }, "/nodes/box/graph/nodes"],
  ["a kind that there is not", { ...held, nodes: { a: { kind: "zz" } } }, "/nodes/box/graph/nodes/a/kind"],
  [
    "the same further in",
    { ...held, nodes: { in: within({ ...held, nodes: { a: {} } }) } },
    "/nodes/box/graph/nodes/in/graph/nodes/a/kind",
  ],
])("a graph within a node that has %s is a problem, and what looks through it goes on", (_, graph, path) => {
  const given = graphOf({ nodes: { box: within(graph), call: { kind: "subworkflow", workflow: "other" } } });
  const { ok, problems } = validateGraph(structuredClone(given));
  expect(ok).toBe(false);
  expect(problems.map((problem) => problem.path)).toContain(path);
  expect(callsOf(given).map(({ workflow }) => workflow)).toEqual(["other"]);
  expect(guardsOf(given, new Set(["other", "leaf"]))).toEqual([]);
});

it("a graph within a node is read with its defaults, and is the same one each time", () => {
  const node = within(held) as GraphNode;
  expect(inlineGraphOf(node)).toMatchObject({ edges: [], slug: "held" });
  expect(inlineGraphOf(node)).toBe(inlineGraphOf({ ...node }));
  expect(callsOf(graphOf({ nodes: { box: within(held) } })).map(({ workflow }) => workflow)).toEqual([
    "leaf",
  ]);
  expect(inlineGraphOf({ kind: "transform", output: 1 } as GraphNode)).toBeNull();
});
