import type { Prices } from "#server/executors/agent/agent";
import type { Load } from "#server/executors/agent/places";
import type { BreakerSummary } from "./types-breakers.ts";

/** A secret as anyone may see it: never its value. */
export type SecretSummary = {
  readonly name: string;
  /** A secret from the environment cannot be changed here. */
  readonly source: "stored" | "environment";
  readonly hosts: readonly string[];
  readonly kinds: readonly string[];
  readonly createdBy: string | null;
  readonly createdAt: string | null;
};

export type RotatedKey = { readonly keyId: string; readonly secrets: number };

export type AgentSummary = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: "llm" | "http" | "function";
  readonly capabilities: readonly string[];
  readonly provider: string | null;
  readonly model: string | null;
  readonly url: string | null;
  readonly task: string | null;
  readonly secret: string | null;
  readonly prices: Prices | null;
  readonly concurrency: number;
  readonly enabled: boolean;
  readonly updatedAt: string;
  /** Calls of it in the process that answers: how many go on, and how many wait for their turn. */
  readonly load: Load;
};

export type Removed = { readonly removed: true };

/** A node of a published workflow that asks an agent: by its id, or as the one that can do what is wanted. */
export type AgentUse = {
  readonly workflow: string;
  readonly name: string;
  readonly node: string;
  readonly by: "id" | "capabilities";
};

/** Calls that were answered; durations are `null` where there are none. */
export type AgentRecent = {
  readonly calls: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly tokens: number;
  readonly costUsd: number;
  readonly lastAt: string | null;
};

export type AgentHealth = {
  /** From the newest trees of the last 24 hours that asked an agent, until so many events had come together. */
  readonly recentTrees: number;
  /** There were more trees than are read for a look. */
  readonly cut: boolean;
  /** The trees are of the demo data, for there were no others; otherwise it is left out. */
  readonly demo: boolean;
  readonly agents: readonly (AgentSummary & {
    readonly breaker: BreakerSummary;
    readonly uses: readonly AgentUse[];
    readonly recent: AgentRecent;
  })[];
};
