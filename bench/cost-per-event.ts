import { bindGraph } from "#server/engine/graph/compile";
import { type BoundGraph, graphSchema } from "#server/engine/graph/graph";
import type { Command, DecideEnv } from "#server/engine/run/commands";
import { newTree, step } from "#server/engine/run/index";
import { median } from "./statistics.ts";

/**
 * Cost of an event against the size of its tree: the same two-level fan-out with 10² and with 10⁵ runs, each run with
 * one pure task. Sizes are interleaved, and small trees repeated until both have folded as many events.
 */
const EVENTS_A_SAMPLE = 600_000;
const ROUNDS = 5;
const SIZES = [
  { name: "10^2 runs", width: 10 },
  { name: "10^5 runs", width: 316 },
] as const;

const ENV: DecideEnv = {
  blob: () => undefined,
  workflow: () => null,
  task: () => ({ pure: true }),
};
const TREE_ID = "00000000-0000-7000-8000-000000000000";
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;

function fanOut(width: number): BoundGraph {
  const graph = graphSchema.parse({
    schemaVersion: 1,
    slug: "fan-out",
    name: "Fan-out",
    limits: { maxDepth: 2, maxRuns: 200_000 },
    nodes: {
      work: { kind: "task", task: "no-op" },
      kids: {
        kind: "map",
        over: `= run.depth < 2 ? range(${width}) : []`,
        body: { kind: "subworkflow", workflow: "self", input: { i: "= index", under: "= input" } },
      },
    },
    edges: [{ source: "work", target: "kids" }],
  });
  return bindGraph(graph, { slug: "fan-out", revision: 1 });
}

/** Runs one tree to its end in memory; gives its events. */
function runTree(graph: BoundGraph): number {
  const tree = newTree();
  const answers: Command[] = [];
  let next: Command | undefined = { type: "start", at: 0, treeId: TREE_ID, graph, input: null, actor: ACTOR };
  // As the host does it: calls of pure tasks are answered before the rest of the agenda is planned.
  for (let more = true; next; next = answers.pop() ?? (more ? { type: "advance", at: 0 } : undefined)) {
    const result = step(tree, next, ENV);
    for (const effect of result.effects) {
      if (effect.type === "callTask")
        answers.push({ ...effect, type: "attemptSucceeded", at: 0, output: null });
    }
    more = result.refused !== "IDLE";
  }
  if (tree.runs[0]?.phase !== "succeeded") throw new Error("the tree did not succeed");
  return tree.seq;
}

/** Microseconds an event, over at least `EVENTS_A_SAMPLE` events. */
function sample(graph: BoundGraph): number {
  const start = performance.now();
  let events = 0;
  while (events < EVENTS_A_SAMPLE) events += runTree(graph);
  return ((performance.now() - start) * 1_000) / events;
}

export function costPerEvent(): void {
  const graphs = SIZES.map(({ width }) => fanOut(width));
  const samples: number[][] = SIZES.map(() => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, graph] of graphs.entries()) {
      const us = sample(graph);
      if (round > 0) samples[index]?.push(us);
    }
  }
  const medians = samples.map(median);
  for (const [index, { name }] of SIZES.entries()) {
    console.log(`${name}: ${medians[index]?.toFixed(2)} µs an event (median of ${ROUNDS})`);
  }
  console.log(`ratio 10^5 / 10^2: ${((medians[1] ?? 0) / (medians[0] ?? 1)).toFixed(2)}`);
}

if (import.meta.main) costPerEvent();
