import { type BoundGraph, type Graph, graphSchema } from "#server/engine/graph/graph";
import { fingerprint } from "#server/engine/hash";
import type { Actor } from "#server/engine/run/events";
import type { Json } from "#server/engine/values/json";

export const TESTER: Actor = { kind: "system", id: "test", name: "test" };

export const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A graph as revision 1 of its workflow. */
export function bound(
  graph: Omit<Graph, "schemaVersion" | "name" | "edges"> & { edges?: Graph["edges"] },
): BoundGraph {
  const parsed = graphSchema.parse({ schemaVersion: 1, name: graph.slug, ...graph });
  return { hash: fingerprint(parsed as unknown as Json), slug: parsed.slug, revision: 1, graph: parsed };
}

/** `n0 → n1 → …`: each calls `task` with the output of the one before. */
export function chainOf(length: number, task: string, slug = "chain"): BoundGraph {
  const ids = Array.from({ length }, (_, index) => `n${index}`);
  const nodes: Graph["nodes"] = Object.fromEntries(
    ids.map((id, index) => [
      id,
      {
        kind: "task",
        task,
        input: { value: index === 0 ? "= input.value" : `= nodes.n${index - 1}.output.value` },
      },
    ]),
  );
  const edges = ids.slice(1).map((target, index) => ({ source: ids[index] ?? "", target }));
  return bound({ slug, nodes, edges });
}

/** `before`, then `paid`, which may be called once at most. */
export function onceOf(task: string): BoundGraph {
  return bound({
    slug: "once",
    nodes: {
      before: { kind: "task", task, input: { value: "= input.value" } },
      paid: {
        kind: "task",
        task,
        input: { value: "= input.value" },
        delivery: "atMostOnce",
        timeoutMs: 1_000,
      },
      end: { kind: "end", output: "= nodes.paid.output" },
    },
    edges: [
      { source: "before", target: "paid" },
      { source: "paid", target: "end" },
    ],
  });
}

/** Calls itself `arity` times down to `input.depth` 0, then calls `leaf`. */
export function recursionOf(arity: number, leaf: string, slug = "recursion"): BoundGraph {
  const list = `[${Array.from({ length: arity }, (_, index) => index).join(", ")}]`;
  return bound({
    slug,
    limits: { maxDepth: 32, maxRuns: 100_000, maxAgentsPerLevel: 5_000, recursionTimeoutMs: null },
    nodes: {
      children: {
        kind: "map",
        over: `= input.depth > 0 ? ${list} : []`,
        body: { kind: "subworkflow", workflow: "self", input: { depth: "= input.depth - 1", no: "= item" } },
      },
      visit: { kind: "task", task: leaf, input: { value: "= input.depth" } },
      end: { kind: "end", output: { visited: "= nodes.visit.output.value" } },
    },
    edges: [
      { source: "children", target: "visit" },
      { source: "visit", target: "end" },
    ],
  });
}
