/** What the journal says of the work of one run, or of all runs of one depth. Times in milliseconds. */
export type WorkFacts = {
  readonly depth: number;
  /** Places that have begun: nodes, items and iterations. */
  readonly nodes: number;
  /** Effectful attempts, the places that they were made at, and how often one was made again by itself. */
  readonly attempts: number;
  readonly places: number;
  readonly retries: number;
  /** Time of attempts that have ended; of those, that of the ones that failed. */
  readonly workMs: number;
  readonly lostMs: number;
  /** Time that attempts stood in line for a place or for what others held. */
  readonly waitingMs: number;
  readonly tokens: number;
  /** What failed attempts used of them. */
  readonly lostTokens: number;
  readonly costUsd: number;
  /** Runs that they started. */
  readonly children: number;
  /** Of the contexts that they were handed: as their parents had them, and as they came. */
  readonly contextBytesBefore: number;
  readonly contextBytesAfter: number;
};

export type RunFacts = WorkFacts & {
  readonly status: string;
  readonly workflow: string;
  /** `null` = an inline graph. */
  readonly revision: number | null;
  /** To its end, or to now. */
  readonly durationMs: number;
};

export type LevelFacts = WorkFacts & {
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Agents that work now, and attempts that wait for a place. */
  readonly agents: number;
  readonly queued: number;
  /** Of the node that does worst; `null` = unknown. */
  readonly efficiency: number | null;
};

const WORK = [
  "depth",
  "nodes",
  "attempts",
  "places",
  "retries",
  "workMs",
  "lostMs",
  "waitingMs",
  "tokens",
  "lostTokens",
  "costUsd",
  "children",
  "contextBytesBefore",
  "contextBytesAfter",
] as const satisfies readonly (keyof WorkFacts)[];

/** Names that an expression may read of `run` and of `level`. */
export const FACTS = {
  run: [...WORK, "status", "workflow", "revision", "durationMs"],
  level: [...WORK, "runs", "succeeded", "failed", "cancelled", "agents", "queued", "efficiency"],
} as const satisfies {
  readonly run: readonly (keyof RunFacts)[];
  readonly level: readonly (keyof LevelFacts)[];
};

export type Per = keyof typeof FACTS;
export type FactsOf<P extends Per> = P extends "run" ? RunFacts : LevelFacts;
