import fc from "fast-check";
import { expect, test } from "vitest";
import { diffOf } from "../context/diff.ts";
import { bindGraph } from "../graph/compile.ts";
import { evolve } from "../run/evolve.ts";
import { newTree } from "../run/tree.ts";
import { seeded } from "../simulation/random.ts";
import { simulate } from "../simulation/simulator.ts";
import { RANDOM_WORLD, randomGraph } from "../testing/random-graph.ts";
import { run } from "../testing/run-graph.ts";
import { whatIf } from "./what-if.ts";

test("repeating a recorded hand-off gives its very receipt, in random trees", () => {
  let repeated = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (seed) => {
      const random = seeded(seed);
      const graph = bindGraph(randomGraph(random), { slug: "random", revision: 1 });
      if (!graph.graph.context) return;
      const { journal, blobs } = simulate({
        graph,
        input: { n: 2 },
        world: RANDOM_WORLD,
        seed,
        maxSteps: 20_000,
      });
      const tree = newTree();
      for (const event of journal) {
        if (event.type === "RunStarted" && event.origin && event.context) {
          const again = whatIf(tree, event, undefined, { blob: blobs });
          expect(again).toMatchObject({ kind: "handedOff", handOff: event.context });
          repeated += 1;
        }
        evolve(tree, event);
      }
    }),
    { numRuns: 400 },
  );
  expect(repeated).toBeGreaterThan(50);
});

test("another strategy on a recorded hand-off says what the child would have got", () => {
  const call = {
    kind: "subworkflow",
    graph: {
      schemaVersion: 1,
      slug: "c",
      name: "C",
      nodes: { a: { kind: "transform", output: 1 } },
      edges: [],
    },
    context: "full",
  };
  const { journal, blobs } = run({ nodes: { call }, context: { values: { plan: "p", notes: "n" } } });
  const at = journal.findIndex((event) => event.type === "RunStarted" && event.run === 1);
  const tree = newTree();
  for (const event of journal.slice(0, at)) evolve(tree, event);
  const started = journal[at];
  if (started?.type !== "RunStarted") throw new Error("no start");
  const strategy = { type: "selective" as const, include: ["plan"] };
  const other = whatIf(tree, started, { strategy }, { blob: blobs });
  if (other?.kind !== "handedOff") throw new Error("not handed off");
  expect(other.handOff.entries.map(({ key }) => key).sort()).toEqual(["constraints", "plan"]);
  expect(diffOf(other.handOff).find(({ key }) => key === "notes")).toMatchObject({
    change: "dropped",
    by: "selective",
  });
});
