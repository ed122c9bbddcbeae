import type { AppendEntry } from "#db/queries/append-batch";
import { entriesOf } from "#server/demo/entries";
import { effectiveLimits } from "#server/engine/graph/compile";
import { Simulation } from "#server/engine/simulation/simulator";
import { recursionOf } from "../workloads.ts";

type Shape = {
  readonly treeId: string;
  /** Children a run, and levels below the root: 4 and 7 are 21,845 runs. */
  readonly width: number;
  readonly depth: number;
  /** Events in the entry that begins after a seq, of `total`. */
  readonly size: (seq: number, total: number) => number;
};

export type RecordedTree = {
  readonly entries: readonly AppendEntry[];
  readonly events: number;
  readonly runs: number;
};

/** A recursion as the engine ran it on a virtual clock that started now, in the entries that its owner would have written. */
export async function recordTree({ treeId, width, depth, size }: Shape): Promise<RecordedTree> {
  const { graph, input } = recursionOf(width, depth);
  const startAt = Date.now();
  const simulation = new Simulation({
    graph,
    input,
    treeId,
    seed: 1,
    startAt,
    maxSteps: Number.POSITIVE_INFINITY,
    world: {
      workflows: { [graph.graph.slug]: graph },
      tasks: {
        "no-op": {
          durationMs: [20, 60],
          failureRate: 0.01,
          retryable: true,
          message: "it was busy",
          output: () => null,
        },
      },
    },
  });
  simulation.start();
  while (simulation.advance());
  const { journal, tree } = simulation.outcome();
  const limits = effectiveLimits(graph.graph);
  const creation = {
    slug: graph.graph.slug,
    revision: graph.revision,
    label: "recorded",
    maxDepth: limits.maxDepth,
    maxRuns: limits.maxRuns,
    maxAgents: limits.maxAgentsPerLevel,
    timeoutMs: limits.recursionTimeoutMs,
    idempotencyKey: null,
    requestHash: null,
    createdBy: "bench",
    createdById: "bench",
    startedAt: startAt,
    demo: false,
    backdated: true,
    workerId: null,
  };
  const entries = await entriesOf(journal, {
    treeId,
    creation,
    size: (seq) => size(seq, journal.length),
  });
  return { entries, events: journal.length, runs: tree.runs.length };
}
