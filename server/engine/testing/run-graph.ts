import { bindGraph } from "../graph/compile.ts";
import { type BoundGraph, type Graph, graphSchema, type Limits } from "../graph/graph.ts";
import type { Event, EventType } from "../run/events.ts";
import { type Outcome, type Scenario, Simulation, simulate } from "../simulation/simulator.ts";
import type { World } from "../simulation/world.ts";
import type { Json } from "../values/json.ts";

type Loose = {
  variables?: Record<string, unknown>;
  nodes: Record<string, unknown>;
  edges?: readonly unknown[];
  limits?: Partial<Limits>;
  slug?: string;
  context?: unknown;
  recovery?: readonly unknown[];
  onEscalation?: readonly unknown[];
  classify?: readonly unknown[];
};

/** A graph from its interesting parts. */
export function graphOf({ slug = "test", ...parts }: Loose): Graph {
  return graphSchema.parse({ schemaVersion: 1, slug, name: slug, edges: [], ...parts });
}

export function boundOf(parts: Loose): BoundGraph {
  return bindGraph(graphOf(parts), { slug: parts.slug ?? "test", revision: 1 });
}

/** `a → b → c` as edges. */
export function chain(...ids: readonly string[]): { source: string; target: string }[] {
  return ids.slice(1).map((target, index) => ({ source: ids[index] ?? "", target }));
}

/** `echo` gives its input back after 10 ms, `pure` at once, `refuse` fails for good, `broken` fails in a way that may pass. */
export const WORLD: World = {
  tasks: {
    echo: { durationMs: [10, 10] },
    pure: { durationMs: [0, 0], pure: true },
    refuse: { durationMs: [10, 10], failureRate: 1, retryable: false },
    broken: { durationMs: [10, 10], failureRate: 1 },
  },
};

type Options = Partial<Omit<Scenario, "graph" | "input">> & { input?: Json };

function scenarioOf(parts: Loose, { input = {}, ...options }: Options): Scenario {
  return { graph: boundOf(parts), input, world: WORLD, seed: 1, ...options };
}

/** Runs a graph to its end in the simulator. */
export function run(parts: Loose, options: Options = {}): Outcome {
  return simulate(scenarioOf(parts, options));
}

/** A started simulation that the test moves by hand. */
export function begin(parts: Loose, options: Options = {}): Simulation {
  const simulation = new Simulation(scenarioOf(parts, options));
  simulation.start();
  return simulation;
}

export function output({ tree }: Outcome): unknown {
  return tree.runs[0]?.output;
}

/** `phase` of the root, with the code where it failed: `succeeded`, `failed:RecursionLimitExceeded`. */
export function ending({ tree }: Outcome): string {
  const root = tree.runs[0];
  return root?.failure ? `${root.phase}:${root.failure.code}` : (root?.phase ?? "none");
}

export function ofType<T extends EventType>(
  journal: readonly Event[],
  type: T,
): Extract<Event, { type: T }>[] {
  return journal.filter((event): event is Extract<Event, { type: T }> => event.type === type);
}
