import { setImmediate as nextTurn } from "node:timers/promises";
import type { AppendEntry, TreeCreation } from "#db/queries/append-batch";
import { effectiveLimits } from "#server/engine/graph/compile";
import type { BoundGraph } from "#server/engine/graph/graph";
import type { Event } from "#server/engine/run/events";
import type { Usage } from "#server/engine/run/usage";
import { type Scenario, Simulation } from "#server/engine/simulation/simulator";
import type { Json } from "#server/engine/values/json";
import { entriesOf } from "./entries.ts";
import type { PastRun } from "./history.ts";
import type { Workflows } from "./workflows.ts";

/** The process has other things to do meanwhile. */
const STEPS_PER_TURN = 200;
/** US dollars per million tokens. */
const PRICES = { input: 0.15, output: 0.6 };

/** A run of the past as the entries that its owner would have written, first to last. */
export type RecordedRun = { readonly treeId: string; readonly entries: readonly AppendEntry[] };

/** Lets the engine run it on a virtual clock that ends `now`, and writes down what happened. */
export async function recordRun(
  past: PastRun,
  { index, now, workflows }: { readonly index: number; readonly now: number; readonly workflows: Workflows },
): Promise<RecordedRun> {
  const graph = workflows[past.slug];
  if (!graph) throw new Error(`The demo data has no workflow "${past.slug}".`);
  const treeId = demoTreeId(past.at, index);
  const events = await happened(past, { graph, treeId, now, workflows });
  return { treeId, entries: await entriesOf(events, { treeId, creation: creationOf(past, graph) }) };
}

/** A UUIDv7 of the instant, the same for the same run: loading again finds what is there already. */
function demoTreeId(at: number, index: number): string {
  const ms = at.toString(16).padStart(12, "0");
  const place = index.toString(16).padStart(12, "0");
  return `${ms.slice(0, 8)}-${ms.slice(8)}-7de0-8de0-${place}`;
}

type Facts = {
  readonly graph: BoundGraph;
  readonly treeId: string;
  readonly now: number;
  readonly workflows: Workflows;
};

async function happened(past: PastRun, { graph, treeId, now, workflows }: Facts): Promise<readonly Event[]> {
  const { label, actor, ending, seed } = past;
  const simulation = new Simulation(scenarioOf(past, { graph, treeId, workflows }));
  simulation.start();
  // Before its first task is done, or little later: nothing has ended by then.
  const stopAfter = ending === "natural" ? Number.POSITIVE_INFINITY : ending === "cancelled" ? seed % 2 : 1;
  // What is due later than now happens for real.
  for (let steps = 0; steps < stopAfter && simulation.nextAt() <= now && simulation.advance(); steps++)
    if (steps % STEPS_PER_TURN === STEPS_PER_TURN - 1) await nextTurn();
  const at = simulation.now;
  if (ending === "cancelled")
    simulation.send({ type: "cancel", at, run: 0, reason: `cancelled by ${actor.name}`, actor });
  if (ending === "paused") simulation.send({ type: "pause", at, actor });
  const { journal } = simulation.outcome();
  if (journal.length === 0) throw new Error(`The demo run "${label}" did not start.`);
  return journal;
}

function scenarioOf(past: PastRun, { graph, treeId, workflows }: Omit<Facts, "now">): Scenario {
  const { input, seed, actor, at, label, limits, failureRate, retryable, slowness } = past;
  const usual = slowness * (0.6 + 0.8 * ((seed % 97) / 97));
  return {
    graph,
    input,
    seed,
    treeId,
    actor,
    label,
    startAt: at,
    ...(limits ? { limits } : {}),
    world: {
      workflows,
      tasks: {
        "demo/work": {
          durationMs: (given) => usual * ((given as { readonly ms?: number } | null)?.ms ?? 500),
          failureRate,
          retryable,
          message: "the service did not answer",
          usage: (given) => usageOf(given, seed),
          output: (given) => ({ what: (given as { readonly what?: string } | null)?.what ?? "" }),
        },
      },
    },
  };
}

/** As much as a small model would read and write about it; prices are those of the demo agents. */
function usageOf(given: Json, seed: number): Usage {
  const { what = "" } = (given ?? {}) as { readonly what?: string };
  const inputTokens = 350 + 45 * what.length + (seed % 113);
  const outputTokens = 120 + 9 * what.length + (seed % 61);
  const costUsd = (inputTokens * PRICES.input + outputTokens * PRICES.output) / 1e6;
  return { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, costUsd };
}

function creationOf(
  { slug, label, at, actor, limits }: PastRun,
  { graph, revision }: BoundGraph,
): TreeCreation {
  const effective = effectiveLimits(graph, limits);
  return {
    slug,
    revision,
    label,
    maxDepth: effective.maxDepth,
    maxRuns: effective.maxRuns,
    maxAgents: effective.maxAgentsPerLevel,
    timeoutMs: effective.recursionTimeoutMs,
    idempotencyKey: null,
    requestHash: null,
    createdBy: actor.name,
    createdById: actor.id,
    startedAt: at,
    demo: true,
    backdated: true,
    workerId: null,
  };
}
