import fc from "fast-check";
import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { mergeGraphs, type Side } from "./merge";

type Fields = Readonly<Record<string, Json>>;

const graphWith = (fields: Fields): Graph =>
  graphSchema.parse({
    schemaVersion: 1,
    slug: "merged",
    name: "Merged",
    nodes: { a: { kind: "task", task: "t", ...fields } },
    edges: [],
  });

/** A value of each field that may be set; `null` = it is left out. */
const fields = fc.record({
  name: fc.constantFrom(null, "A", "B", "C"),
  description: fc.constantFrom(null, "A", "B", "C"),
  input: fc.constantFrom<Json>(null, 1, [1, 2], { x: 1, y: 1 }, { x: 2, y: 1 }, { x: 1, y: 2 }),
  timeoutMs: fc.constantFrom(null, 1_000, 2_000, 3_000),
  position: fc.constantFrom<Json>(null, { x: 16, y: 16 }, { x: 32, y: 32 }, { x: 32, y: 16 }),
});

const NAMES = ["name", "description", "input", "timeoutMs", "position"] as const;
const given = (all: Fields): Fields =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
const text = (value: unknown) => JSON.stringify(value ?? null);

type Kept = {
  readonly was: string;
  readonly here: string;
  readonly there: string;
  readonly chosen: Side | null;
};
const kept = ({ was, here, there, chosen }: Kept): string =>
  chosen === "mine" || (chosen === null && was !== here) ? here : there;

it("a field that one side alone has changed is as that side has it, whatever is chosen for others", () => {
  const side = fc.constantFrom<Side>("mine", "theirs");
  fc.assert(
    fc.property(fields, fields, fields, side, (before, own, other, chosen) => {
      const [base, mine, theirs] = [before, own, other].map((all) => graphWith(given(all))) as [
        Graph,
        Graph,
        Graph,
      ];
      const asked = mergeGraphs(base, mine, theirs).clashes;
      const choices = Object.fromEntries(asked.map(({ key }) => [key, chosen]));
      const { graph } = mergeGraphs(base, mine, theirs, choices);
      const node = graph.nodes["a"] as unknown as Fields;
      for (const name of NAMES) {
        const [was, here, there] = [text(before[name]), text(own[name]), text(other[name])];
        const alone = was === here || was === there || here === there;
        // Fields within the input are merged by themselves.
        if (!alone && name === "input") continue;
        expect(asked.some(({ field }) => field.split(".")[0] === name)).toBe(!alone);
        expect(text(node[name]), name).toBe(kept({ was, here, there, chosen: alone ? null : chosen }));
      }
    }),
    { numRuns: 2_000 },
  );
});

it("fields within a field are told apart too, and a place is one", () => {
  const [base, mine, theirs] = [
    { input: { x: 1, y: 1 }, position: { x: 0, y: 0 } },
    { input: { x: 2, y: 1 }, position: { x: 16, y: 0 } },
    { input: { x: 1, y: 2 }, position: { x: 0, y: 16 } },
  ].map(graphWith) as [Graph, Graph, Graph];
  const { graph, clashes } = mergeGraphs(base, mine, theirs);
  expect(clashes.map(({ field }) => field)).toEqual(["position"]);
  expect(graph.nodes["a"]).toMatchObject({ input: { x: 2, y: 2 }, position: { x: 16, y: 0 } });
});

it("settings of the workflow are merged by field, and an edge's", () => {
  const of = (limits: Fields, when: string | null, name = "Merged"): Graph =>
    graphSchema.parse({
      ...graphWith({}),
      name,
      limits,
      nodes: { a: { kind: "task", task: "t" }, b: { kind: "end" } },
      edges: [{ source: "a", target: "b", ...(when === null ? {} : { when }) }],
    });
  const base = of({ maxDepth: 2, maxAgentsPerLevel: 5 }, null);
  const mine = of({ maxDepth: 3, maxAgentsPerLevel: 5 }, "true");
  const theirs = of({ maxDepth: 2, maxAgentsPerLevel: 6 }, null, "Theirs");
  const { graph, clashes } = mergeGraphs(base, mine, theirs);
  expect(clashes).toEqual([]);
  expect(graph).toMatchObject({
    name: "Theirs",
    limits: { maxDepth: 3, maxAgentsPerLevel: 6 },
    edges: [{ source: "a", target: "b", when: "true" }],
  });
});
