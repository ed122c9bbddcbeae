import { randomBytes } from "node:crypto";
import { bindGraph } from "#server/engine/graph/compile";
import { type BoundGraph, type Graph, graphSchema } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";

/** How the tables call a workload. */
export type WorkloadId = "W1" | "W1 pure" | "W2" | "W3" | "W4";

export type Workload = {
  readonly id: WorkloadId;
  readonly name: string;
  readonly graph: BoundGraph;
  readonly input: Json;
  /** Durable task attempts or runs, whichever the workload is about. */
  readonly unit: "steps" | "runs";
  readonly units: number;
  /** How many trees of it are started at once. */
  readonly trees: number;
};

const NO_OP = "no-op";

function bound(graph: Omit<Graph, "schemaVersion" | "name"> & { readonly slug: string }): BoundGraph {
  return bindGraph(graphSchema.parse({ schemaVersion: 1, name: graph.slug, ...graph }), {
    slug: graph.slug,
    revision: 1,
  });
}

/** W1: a chain of durable no-op tasks; each gets the output of the one before, `{i, ok} → {i + 1, ok}`. */
export function chainOf(length: number, task = NO_OP): Workload {
  const ids = Array.from({ length }, (_, index) => `n${index}`);
  const graph = bound({
    slug: `chain-${length}`,
    nodes: Object.fromEntries(ids.map((id) => [id, { kind: "task", task }])),
    edges: ids.slice(1).map((target, index) => ({ source: ids[index] ?? "", target })),
  });
  return {
    id: task === NO_OP ? "W1" : "W1 pure",
    name: `W1 chain of ${length}, ${task === NO_OP ? "effectful" : "pure"}`,
    graph,
    input: { i: 0, ok: true },
    unit: "steps",
    units: length,
    trees: 1,
  };
}

/** W2: `width` effectful no-op tasks beside each other, and their join. */
export function fanOutOf(width: number): Workload {
  const graph = bound({
    slug: `fan-${width}`,
    limits: { maxAgentsPerLevel: 5_000 },
    nodes: {
      all: {
        kind: "map",
        over: `= range(${width})`,
        body: { kind: "task", task: NO_OP, input: { i: "= item" } },
      },
    },
    edges: [],
  });
  return {
    id: "W2",
    name: `W2 fan-out of ${width} and join`,
    graph,
    input: {},
    unit: "steps",
    units: width,
    trees: 1,
  };
}

/** W4: many chains at once. */
export function chainsOf(trees: number, length: number, task = NO_OP): Workload {
  const chain = chainOf(length, task);
  return {
    ...chain,
    id: "W4",
    name: `W4 ${trees} runs × ${length} effectful steps`,
    units: trees * length,
    trees,
  };
}

/** W3: recursion, `width` children a run down to `depth`; each run does one effectful no-op task. */
export function recursionOf(width: number, depth: number): Workload {
  const units = (width ** (depth + 1) - 1) / (width - 1);
  const graph = bound({
    slug: "recursion",
    limits: { maxDepth: depth, maxAgentsPerLevel: 5_000, maxRuns: Math.max(10_000, units) },
    nodes: {
      work: { kind: "task", task: NO_OP, input: { i: "= input.level", ok: true } },
      kids: {
        kind: "map",
        over: `= input.level < ${depth} ? range(${width}) : []`,
        body: {
          kind: "subworkflow",
          workflow: "self",
          input: { level: "= input.level + 1", of: "= index" },
        },
      },
      sum: { kind: "end", output: "= 1.0 + sum(nodes.kids.output)" },
    },
    edges: [
      { source: "work", target: "kids" },
      { source: "kids", target: "sum" },
    ],
  });
  return {
    id: "W3",
    name: `W3 recursion, ${width}-ary, depth ${depth}`,
    graph,
    input: { level: 0, of: 0 },
    unit: "runs",
    units,
    trees: 1,
  };
}

/** 2 KB that hardly compress. */
export const LARGE_OUTPUT = randomBytes(1_536).toString("base64");

/** As `noOp`, with 2 KB in the output. */
export function largeNoOp(input: Json): Json {
  return { ...(noOp(input) as object), text: LARGE_OUTPUT };
}

/** The no-op task of all workloads, effectful and pure. */
export function noOp(input: Json): Json {
  const i = (input as { readonly i?: number } | null)?.i ?? 0;
  return { i: i + 1, ok: true };
}
