import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph } from "../graph/graph.ts";
import { fingerprint } from "../hash.ts";
import { type Random, seeded } from "../simulation/random.ts";
import { editedGraph, randomOperation } from "../testing/random-operations.ts";
import type { Json } from "../values/json.ts";
import { applyOperations, operationsSchema } from "./apply.ts";
import { diffGraphs } from "./diff.ts";
import type { Operation } from "./schemas.ts";
import { squash } from "./squash.ts";

const SEED = fc.integer({ min: 0, max: 0x7fff_ffff });
const hashOf = (graph: Graph) => fingerprint(graph as unknown as Json);

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** Up to 12 operations that apply one after the other. */
function someOperations(random: Random, graph: Graph): { operations: Operation[]; refused: number } {
  const operations: Operation[] = [];
  let refused = 0;
  let at = graph;
  const count = 1 + Math.floor(random.next() * 12);
  for (let tries = 0; operations.length < count && tries < 30; tries++) {
    const operation = randomOperation(random, at);
    const modified = applyOperations(at, [operation]);
    if (modified.ok) {
      operations.push(operation);
      at = frozen(modified.graph);
    } else refused += 1;
  }
  return { operations, refused };
}

function applied(graph: Graph, operations: readonly Operation[]) {
  const modified = applyOperations(graph, operations);
  if (!modified.ok) throw new Error(`${JSON.stringify(modified)} of ${JSON.stringify(operations)}`);
  return modified;
}

test("the inverse leads back to the very same graph, places of nodes and edges included", () => {
  const used = new Map<string, number>();
  let refused = 0;
  fc.assert(
    fc.property(SEED, (seed) => {
      const random = seeded(seed);
      const graph = frozen(editedGraph(random));
      const some = someOperations(random, graph);
      refused += some.refused;
      for (const { op } of some.operations) used.set(op, (used.get(op) ?? 0) + 1);
      const { graph: after, inverse } = applied(graph, some.operations);
      expect(operationsSchema.safeParse(inverse).error).toBeUndefined();
      const back = applied(frozen(after), inverse).graph;
      expect(back).toEqual(graph);
      expect(hashOf(back)).toBe(hashOf(graph));
      expect(Object.keys(back.nodes)).toEqual(Object.keys(graph.nodes));
    }),
    { numRuns: 2_100 },
  );
  expect([...used.keys()].toSorted()).toEqual(
    operationsSchema.element.options.map((option) => option.shape.op.value).toSorted(),
  );
  expect(Math.min(...used.values())).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(1_000);
}, 120_000);

test("the difference of two graphs leads from one to the other, whatever they are", () => {
  fc.assert(
    fc.property(SEED, SEED, (one, other) => {
      const random = seeded(one);
      const a = frozen(editedGraph(random));
      const unrelated = one % 3 === 0;
      const b = unrelated
        ? editedGraph(seeded(other))
        : applied(a, someOperations(random, a).operations).graph;
      const { graph } = applied(a, diffGraphs(a, frozen(b)));
      expect(hashOf(graph)).toBe(hashOf(b));
      expect(graph.edges).toEqual(b.edges);
      expect(diffGraphs(b, structuredClone(b))).toEqual([]);
    }),
    { numRuns: 700 },
  );
}, 120_000);

test("a squashed list does what the list does", () => {
  let [before, after] = [0, 0];
  fc.assert(
    fc.property(SEED, (seed) => {
      const random = seeded(seed);
      const graph = frozen(editedGraph(random));
      const { operations } = someOperations(random, graph);
      const { graph: made, inverse } = applied(graph, operations);
      const short = squash([...operations, ...(seed % 4 === 0 ? inverse : [])]);
      before += operations.length;
      after += short.length;
      expect(hashOf(applied(graph, short).graph)).toBe(hashOf(seed % 4 === 0 ? graph : made));
      expect(squash(short)).toEqual(short);
    }),
    { numRuns: 900, examples: [[10_100_195]] },
  );
  expect(after).toBeLessThan(before * 1.2);
}, 120_000);
