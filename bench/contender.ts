import type { WorkloadId } from "./workloads.ts";

export type Measured = {
  readonly id: WorkloadId | "insert-1" | "UNNEST-100";
  readonly name: string;
  readonly unit: string;
  readonly perSecond: number;
  /** Events a second, for who writes them. */
  readonly events?: number;
};

/** What one contender did in one round. */
export type Turn = {
  readonly measured: readonly Measured[];
  /** Milliseconds from each request to its first step (W5). */
  readonly waits: readonly number[];
  /** Why a workload, or `start`, has no figure. */
  readonly failures: Readonly<Record<string, string>>;
};

/** A turn with what the disk did immediately before it. */
export type FlooredTurn = Turn & { readonly floors: readonly Measured[] };

/** Who takes a turn in each round: Banyan and its peers. */
export type Contender = {
  readonly name: string;
  readonly turn: () => Promise<Turn>;
  readonly end: () => Promise<void>;
};
