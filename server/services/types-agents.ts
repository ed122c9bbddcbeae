import type { Prices } from "#server/executors/agent/agent";
import type { Load } from "#server/executors/agent/places";

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
