import { LONGEST_MS } from "../graph/fields.ts";

/** What `scaleResources` multiplies. */
export const RESOURCES = [
  "concurrency",
  "runs",
  "agents",
  "nodes",
  "tokens",
  "cost",
  "time",
  "memory",
] as const;
export type Resource = (typeof RESOURCES)[number];

/** What the format allows. */
export type Range = readonly [least: number, most: number];
const COUNT: Range = [1, 1_000_000_000_000];
const DOLLARS: Range = [0, 1_000_000];
const MS: Range = [1, LONGEST_MS];
const WIDTH: Range = [1, 5_000];
const RUNS: Range = [1, 200_000];

/** An amount that is scaled: the fields that lead to it, what it is an amount of, and what it may be. */
export type Amount = { readonly path: readonly string[]; readonly of: Resource; readonly range: Range };
const amount = (path: string, of: Resource, range: Range): Amount => ({ path: path.split("."), of, range });

/** Limits of a workflow. Depth is no resource: more of it is another workflow. */
export const WORKFLOW_AMOUNTS: readonly Amount[] = [
  amount("maxAgentsPerLevel", "concurrency", WIDTH),
  amount("maxRuns", "runs", RUNS),
  amount("maxAgents", "agents", COUNT),
  amount("maxNodes", "nodes", COUNT),
  amount("maxTokens", "tokens", COUNT),
  amount("maxCostUsd", "cost", DOLLARS),
  amount("recursionTimeoutMs", "time", MS),
];

/** Amounts that a node, or what it repeats, states itself. */
export const NODE_AMOUNTS: readonly Amount[] = [
  amount("timeoutMs", "time", MS),
  amount("maxTokens", "tokens", [1, 10_000_000]),
  amount("maxConcurrent", "concurrency", WIDTH),
  amount("memoryMb", "memory", [8, 4_096]),
  amount("limits.maxRuns", "runs", RUNS),
  amount("limits.maxAgents", "agents", COUNT),
  amount("limits.maxNodes", "nodes", COUNT),
  amount("limits.maxTokens", "tokens", COUNT),
  amount("limits.maxCostUsd", "cost", DOLLARS),
  amount("grant.runs", "runs", COUNT),
  amount("grant.agents", "agents", COUNT),
  amount("grant.nodes", "nodes", COUNT),
  amount("grant.tokens", "tokens", COUNT),
  amount("grant.costUsd", "cost", DOLLARS),
];

/** Dust of binary fractions: 10 × 1.1 is 11 and not 12. */
const DUST = 1e-9;
const NANO = 1e9;

/**
 * An amount times a factor. Whole amounts grow to the next whole number and shrink to the one below, so that every
 * factor has an effect; 0, which means nothing left, stays 0.
 */
export function scaled(value: number, factor: number, { of, range }: Amount): number {
  if (value === 0) return 0;
  const [least, most] = range;
  const exact = value * factor;
  if (of === "cost") return Math.min(Math.max(Math.round(exact * NANO) / NANO, least), most);
  const whole = factor > 1 ? Math.ceil(exact * (1 - DUST)) : Math.floor(exact * (1 + DUST));
  return Math.min(Math.max(whole, least), most);
}
