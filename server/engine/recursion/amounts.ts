import * as z from "zod";

/** What the ledger counts. Active time has a clock of its own (`run/still.ts`). */
export const DIMENSIONS = ["runs", "agents", "nodes", "tokens", "costUsd"] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Amounts = Record<Dimension, number>;
/** `null` = no limit, 0 = nothing left. */
export type Ceilings = Record<Dimension, number | null>;
export type SomeAmounts = Readonly<Partial<Amounts>>;

/** The limit that people write for each dimension. */
export const LIMIT_OF = {
  runs: "maxRuns",
  agents: "maxAgents",
  nodes: "maxNodes",
  tokens: "maxTokens",
  costUsd: "maxCostUsd",
} as const satisfies Readonly<Record<Dimension, string>>;

/** Most that a limit may say: sums of it stay exact. */
const MOST = 1_000_000_000_000;
const count = z.number().int().min(0).max(MOST);
const dollars = z.number().min(0).max(1_000_000);
const amountFields = { runs: count, agents: count, nodes: count, tokens: count, costUsd: dollars };

/** Limits of the ledger, as graphs and calls write them. */
export const budgetLimitFields = {
  /** Effectful attempts that may start in all. */
  maxAgents: count,
  /** Nodes, items and iterations that may start. */
  maxNodes: count,
  /** Of models, in and out. */
  maxTokens: count,
  maxCostUsd: dollars,
};

/** Limits that a call may set for its child and all below it. */
export const callLimitsSchema = z
  .strictObject({
    /** Counted from the child. */
    maxDepth: z.number().int().min(0).max(256),
    maxRuns: z.number().int().min(1).max(200_000),
    ...budgetLimitFields,
  })
  .partial();

/** Amounts that are given: a grant, or more of a limit. */
export const amountsSchema = z
  .strictObject(amountFields)
  .partial()
  .refine((given) => Object.values(given).some((amount) => amount !== undefined && amount > 0), {
    message: "name at least one of runs, agents, nodes, tokens, costUsd with more than 0",
  });

export function none(): Amounts {
  return { runs: 0, agents: 0, nodes: 0, tokens: 0, costUsd: 0 };
}

const NANO = 1e9;

/** A sum without the dust of binary fractions: dollars are kept to the billionth. */
export function plus(a: number, b: number): number {
  const sum = a + b;
  return Number.isInteger(sum) ? sum : Math.round(sum * NANO) / NANO;
}
