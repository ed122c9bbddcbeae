import fc from "fast-check";
import { expect, test } from "vitest";
import { bindGraph } from "../graph/compile.ts";
import type { Event } from "../run/events.ts";
import { seeded } from "../simulation/random.ts";
import { simulate } from "../simulation/simulator.ts";
import { ACTOR, NEW_TREE } from "../testing/fork-run.ts";
import { afterSettlement, refold, wrongRows } from "../testing/journal-checks.ts";
import { RANDOM_WORLD, randomGraph } from "../testing/random-graph.ts";
import type { ForkPlace } from "./flaw.ts";
import { forkOf } from "./fork.ts";
import { recordingOf } from "./record.ts";
import { unfinished } from "./unfinished.ts";

const FATES = [{}, { reuse: true }, { output: 7 }, { within: "again" }, { within: "reuse" }] as const;
type Choice = { readonly at: number; readonly fate: number };

/** Places that the journal had come to, items among them, each with a fate. */
function placesIn(journal: readonly Event[], chosen: readonly Choice[]): readonly ForkPlace[] {
  const touched = journal.flatMap((event) =>
    event.type === "NodeCompleted" || event.type === "NodeStarted" || event.type === "ItemCompleted"
      ? [{ run: event.run, node: event.node, ...("item" in event ? { item: event.item } : {}) }]
      : [],
  );
  if (touched.length === 0) return [];
  return chosen.map(({ at, fate }, no) => ({
    ...(touched[at % touched.length] as ForkPlace),
    ...(no === 0 && fate === 1 ? {} : FATES[fate]),
  }));
}

const some = fc.array(fc.record({ at: fc.nat(500), fate: fc.nat(FATES.length - 1) }), {
  minLength: 1,
  maxLength: 4,
});

test("whatever is said of places of random trees is refused by name, or ends and folds to what it is", () => {
  const told = { refused: 0, forked: 0, many: 0 };
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), some, (seed, chosen) => {
      const graph = bindGraph(randomGraph(seeded(seed)), { slug: "random", revision: 1 });
      const earlier = simulate({ graph, input: { n: 2 }, world: RANDOM_WORLD, seed, maxSteps: 20_000 });
      const places = placesIn(earlier.journal, chosen);
      const [first, ...others] = places;
      if (!first) return;
      const derived = forkOf(recordingOf(earlier.journal), [first, ...others], {
        blob: earlier.blobs,
        actor: ACTOR,
      });
      if (derived.kind === "flaw") {
        told.refused += 1;
        expect(derived.flaw.message).not.toBe("");
        return;
      }
      if (derived.kind !== "fork") throw new Error(JSON.stringify(derived));
      told.forked += 1;
      if (others.length > 0) told.many += 1;
      const { input, limits, fork } = derived;
      const outcome = simulate({
        graph: derived.graph,
        input,
        limits,
        fork,
        world: RANDOM_WORLD,
        seed: seed + 1,
        crashRate: 0.1,
        commitLag: 0.4,
        maxSteps: 20_000,
        treeId: NEW_TREE,
        blobs: earlier.blobs,
      });
      expect(outcome.stuck).toBe(false);
      expect(afterSettlement(outcome.journal)).toEqual([]);
      expect(wrongRows(outcome.journal).complaints).toEqual([]);
      expect(refold(outcome.journal)).toEqual(outcome.tree);
    }),
    { numRuns: 500 },
  );
  expect(told.forked).toBeGreaterThan(60);
  expect(told.many).toBeGreaterThan(15);
  expect(told.refused).toBeGreaterThan(50);
});

test("of random trees that failed what has no result can be done again, or is named by the nodes of the root", () => {
  let retried = 0;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0x7fff_ffff }), (seed) => {
      const graph = bindGraph(randomGraph(seeded(seed)), { slug: "random", revision: 1 });
      const earlier = simulate({ graph, input: { n: 2 }, world: RANDOM_WORLD, seed, maxSteps: 20_000 });
      const { deep, shallow, undone } = unfinished(earlier.journal);
      if (undone || deep.length === 0) return;
      const found = [deep, shallow].flatMap((places) => {
        const derived = forkOf(recordingOf(earlier.journal), places as [ForkPlace, ...ForkPlace[]], {
          blob: earlier.blobs,
          actor: ACTOR,
        });
        return derived.kind === "fork" ? [derived] : [];
      });
      const [derived] = found;
      if (!derived) throw new Error(`nothing of ${JSON.stringify({ deep, shallow })} can be done again`);
      const { input, limits, fork } = derived;
      const outcome = simulate({
        graph: derived.graph,
        input,
        limits,
        fork,
        world: RANDOM_WORLD,
        seed: seed + 1,
        maxSteps: 20_000,
        treeId: NEW_TREE,
        blobs: earlier.blobs,
      });
      retried += 1;
      expect(outcome.stuck).toBe(false);
      expect(afterSettlement(outcome.journal)).toEqual([]);
    }),
    { numRuns: 400 },
  );
  expect(retried).toBeGreaterThan(30);
});
