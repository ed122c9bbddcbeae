import fc from "fast-check";
import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { validateGraph } from "#server/engine/graph/validate";
import { worstCase } from "#server/engine/graph/worst-case";
import { diffGraphs } from "#server/engine/modification/diff";
import { callBadges } from "./call-badges";
import { copyText, pasteText } from "./clipboard";
import { readCode } from "./code";
import { whyNot } from "./connect";
import { fixesFor } from "./fixes";
import { mergeGraphs } from "./merge";
import { neighbour } from "./navigate";
import { allProblems, marksOf } from "./problems";
import { EditorStore } from "./store";
import { layOut, tidied } from "./tidy";

/** Members that every object has. They are no names of nodes, but a draft may have them. */
const MEMBERS = Object.getOwnPropertyNames(Object.prototype).filter((name) => /^[a-zA-Z]\w*$/.test(name));
const NAMES = [...MEMBERS, "a", "b", "plain"];

const name = fc.constantFrom(...NAMES);
const kind = fc.oneof(
  fc.constant({ kind: "transform", output: "= 1" }),
  fc.constant({ kind: "end" }),
  fc.record({
    kind: fc.constant("task"),
    task: fc.constant("t"),
    input: name.map((id) => `= nodes.${id}.output.x`),
  }),
  fc.record({ kind: fc.constant("subworkflow"), workflow: fc.constant("other") }),
  fc.constant({ kind: "decision", cases: [{ port: "constructor", when: "true" }], default: "valueOf" }),
);
const graphs: fc.Arbitrary<Graph> = fc
  .record({
    nodes: fc.dictionary(name, kind, { minKeys: 1, maxKeys: 6 }),
    edges: fc.array(
      fc.record(
        {
          source: name,
          target: name,
          when: fc.constant("true"),
          mapping: fc.constant({ toString: "= input.x" }),
        },
        { requiredKeys: ["source", "target"] },
      ),
      { maxLength: 6 },
    ),
  })
  .map((parts) => graphSchema.parse({ schemaVersion: 1, slug: "named", name: "Named", ...parts }));

it("whatever its nodes are called, and its edges call them, a graph is drawn and laid out", () => {
  expect(MEMBERS).toContain("constructor");
  fc.assert(
    fc.property(graphs, (graph) => {
      const ids = Object.keys(graph.nodes);
      const { places } = new EditorStore(graph).get();
      expect([...layOut(graph).keys()]).toEqual(ids);
      for (const { x, y } of tidied(graph, places, ids).values())
        expect([x, y].every(Number.isFinite)).toBe(true);
      neighbour(graph, places, ids[0] ?? "", "right");
      callBadges(graph, null);
      const copied = copyText(graph, places, { nodes: new Set(ids) });
      expect(pasteText(graph, places, copied ?? "")).toBeTruthy();
    }),
    { numRuns: 150 },
  );
});

it("a name that every object has a member of is no node, unless there is one", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { problems } = validateGraph(structuredClone(graph));
      const said = problems.map(({ message }) => message).join();
      const isNone = (id: string) => !Object.hasOwn(graph.nodes, id);
      for (const { source } of graph.edges.filter((edge) => isNone(edge.source)))
        expect(said).toContain(`there is no node "${source}"`);
      for (const id of NAMES.filter(isNone))
        expect(whyNot(graph, { source: id, target: Object.keys(graph.nodes)[0] ?? "" })).toMatch("no such");
      marksOf(graph, allProblems(graph, problems, []));
      for (const problem of problems) fixesFor(graph, problem);
      worstCase(graph);
    }),
    { numRuns: 150 },
  );
});

it("such graphs are compared and merged as others are", () => {
  fc.assert(
    fc.property(graphs, graphs, (graph, other) => {
      expect(Object.keys(mergeGraphs(graph, graph, other).graph.nodes)).toEqual(Object.keys(other.nodes));
      // No operation draws an edge that leads nowhere.
      const [from, to] = [graph, other].map((each): Graph => ({ ...each, edges: [] })) as [Graph, Graph];
      const bare = new EditorStore(from);
      expect(bare.do({ label: "x", operations: diffGraphs(from, to) })).toBe(true);
      expect(bare.get().graph.nodes).toMatchObject(to.nodes);
    }),
    { numRuns: 150 },
  );
});

it("a name that no object can keep is an error at its place, not lost", () => {
  const text = `{"schemaVersion": 1, "slug": "s", "name": "S", "nodes": {"__proto__": {"kind": "end"}, "a": {"kind": "end"}}, "edges": []}`;
  expect(readCode(text)).toMatchObject({ ok: false, problems: [{ code: "G021", path: "/nodes/__proto__" }] });
  expect(readCode("nodes: {__proto__: {kind: end}}\n", "yaml")).toMatchObject({
    ok: false,
    problems: [{ code: "G021", path: "/nodes/__proto__" }],
  });
});
