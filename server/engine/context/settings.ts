import type { Graph } from "../graph/graph.ts";
import type {
  CallContext,
  ContextRule,
  Merge,
  OptimizePolicy,
  Strategy,
  Summaries,
  WorkflowContext,
} from "./schema.ts";
import type { StrategyType } from "./strategy-types.ts";

/** The guide's configuration: selective by nature, to a depth of 5, and tighter from 80 % usage on. */
const PERFORMANCE_AWARE = {
  name: "performance_aware",
  type: "performance_aware",
  depthLimit: 5,
  resourceThreshold: 0.8,
  tokenBudget: 8_000,
  decay: 0.7,
} as const satisfies Strategy;

/** What governs one hand-off: the call's own words over those of the workflow that calls. */
export type Settings = {
  readonly strategy: Strategy;
  readonly rules: readonly ContextRule[];
  readonly pinned: readonly string[];
  readonly mergeBack: Readonly<Record<string, Merge>>;
  readonly optimize: OptimizePolicy;
  readonly summaries: Summaries;
};

export function settingsOf(workflow: WorkflowContext | undefined, call: CallContext | undefined): Settings {
  const own = typeof call === "string" ? { strategy: call } : (call ?? {});
  return {
    strategy: strategyOf(own.strategy ?? workflow?.strategy ?? "performance_aware"),
    rules: byPriority([...(own.rules ?? []), ...(workflow?.rules ?? [])]),
    pinned: [...(own.pinned ?? []), ...(workflow?.pinned ?? [])],
    mergeBack: own.mergeBack ?? workflow?.mergeBack ?? {},
    optimize: workflow?.optimize ?? {},
    summaries: own.summaries ?? workflow?.summaries ?? "extractive",
  };
}

function strategyOf(given: StrategyType | Strategy): Strategy {
  const strategy = typeof given === "string" ? { type: given } : given;
  return strategy.type === "performance_aware" ? { ...PERFORMANCE_AWARE, ...strategy } : strategy;
}

function byPriority(rules: readonly ContextRule[]): readonly ContextRule[] {
  return rules.toSorted((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
}

/** Always pinned, whatever a graph says. */
const CONSTRAINTS = "constraints";
const TASK = ["task"] as const;

/** Keys that say what to do: those that the graph names, else `task`. */
export function taskKeysOf(graph: Pick<Graph, "context"> | undefined): readonly string[] {
  return graph?.context?.task ?? TASK;
}

export function isConstraint(key: string): boolean {
  return key === CONSTRAINTS;
}
