import { bindGraph } from "#server/engine/graph/compile";
import { type BoundGraph, graphSchema } from "#server/engine/graph/graph";
import type { Workload } from "./workloads.ts";

function bound(slug: string, graph: object): BoundGraph {
  return bindGraph(graphSchema.parse({ schemaVersion: 1, slug, name: slug, edges: [], ...graph }), {
    slug,
    revision: 1,
  });
}

const single = (
  name: string,
  graph: BoundGraph,
  units: number,
  unit: Workload["unit"],
  input: Workload["input"],
): Workload => ({
  id: "W1",
  name,
  graph,
  input,
  unit,
  units,
  trees: 1,
});

/** A chain of effectful steps as a loop, so that its graph does not grow with it. */
export function loopOf(steps: number): Workload {
  const body = { kind: "task", task: "no-op", input: "= index == 0 ? input : previous" };
  const graph = bound(`loop-${steps}`, {
    nodes: { step: { kind: "loop", body, maxIterations: steps, onLimit: "succeed" } },
  });
  return single(`${steps} effectful steps, one after the other`, graph, steps, "steps", { i: 0, ok: true });
}

function twoLevels(slug: string, width: number, last: object): BoundGraph {
  return bound(slug, {
    limits: { maxDepth: 2, maxRuns: 200_000, maxAgentsPerLevel: 5_000 },
    nodes: {
      work: { kind: "task", task: "no-op-pure", input: { i: 0 } },
      kids: {
        kind: "map",
        over: `= run.depth < 2 ? range(${width}) : []`,
        body: { kind: "subworkflow", workflow: "self", input: { i: "= index", under: "= run.depth" } },
      },
      ...last,
    },
    edges: [
      { source: "work", target: "kids" },
      ...Object.keys(last).map((target) => ({ source: "kids", target, when: "run.depth == 0" })),
    ],
  });
}

const runsOf = (width: number): number => 1 + width + width * width;

/** A run with `width` children, each of which has as many. */
export function wideTree(width: number): Workload {
  return single(
    `${runsOf(width)} runs on 3 levels`,
    twoLevels(`wide-${width}`, width, {}),
    runsOf(width),
    "runs",
    { i: 0 },
  );
}

/** The same, and then a call that never answers. */
export function hangingTree(width: number): Workload {
  const graph = twoLevels(`hanging-${width}`, width, { last: { kind: "task", task: "hang", input: {} } });
  return single(`${runsOf(width)} runs`, graph, runsOf(width), "runs", { i: 0 });
}

/** A hundred runs, each handed a context of so many kilobytes. */
export function chainsWithContext(kilobytes: number): Workload {
  const child = {
    schemaVersion: 1,
    slug: "child",
    name: "Child",
    nodes: { work: { kind: "task", task: "no-op", input: { i: 1 } } },
  };
  const graph = bound(`context-${kilobytes}`, {
    context: { strategy: "full", values: { text: "= input.text" } },
    nodes: {
      kids: {
        kind: "map",
        over: "= range(100)",
        body: { kind: "subworkflow", graph: child, input: "= index" },
      },
    },
  });
  const text = "x".repeat(kilobytes * 1_024);
  return single(`${kilobytes} KB handed to each of 100 runs`, graph, 101, "runs", { text });
}
