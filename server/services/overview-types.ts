import type { Status } from "#server/engine/live/wire";
import type { ListRunsQuery } from "./inputs.ts";

/** Shapes of the overview. Instants are ISO 8601 in UTC. */

/** The list that a tile leads to: what its filter is set to. */
export type RunsLink = { readonly list: "runs"; readonly query: ListRunsQuery };
/** Agents with their breakers; `breaker` = the one to open. */
export type AgentsLink = { readonly list: "agents"; readonly breaker: string | null };

type NeedBase = {
  readonly count: number;
  /** Since when the oldest of them waits, or the latest happened; `null` = there is none. */
  readonly since: string | null;
  readonly link: RunsLink | AgentsLink;
};

/** Something that wants a person. A page shows the kinds it knows. */
export type Need =
  | (NeedBase & { readonly kind: "asked"; readonly runs: readonly NeedRun[] })
  | (NeedBase & { readonly kind: "attention"; readonly trees: readonly NeedTree[] })
  | (NeedBase & { readonly kind: "failing"; readonly workflows: readonly FailingWorkflow[] })
  | (NeedBase & {
      readonly kind: "limits";
      readonly codes: readonly { readonly code: string; readonly count: number }[];
    })
  | (NeedBase & { readonly kind: "breakers"; readonly breakers: readonly NeedBreaker[] })
  | (NeedBase & { readonly kind: "paused"; readonly trees: readonly NeedTree[] });

export type NeedTree = {
  readonly id: string;
  readonly workflow: string;
  readonly label: string | null;
  readonly startedAt: string;
};

/** A run, of any depth, that waits for a person. */
export type NeedRun = { readonly id: string; readonly workflow: string; readonly label: string | null };

/** A breaker that lets nothing through, or only probes. */
export type NeedBreaker = { readonly id: string; readonly resource: string };

/** A workflow whose runs failed within the last 24 hours. */
export type FailingWorkflow = {
  readonly slug: string;
  readonly name: string;
  readonly failed: number;
  readonly ended: number;
  readonly lastFailedAt: string;
};

/** A tree that goes on, against its limits. */
export type ActiveTree = {
  readonly id: string;
  readonly workflow: string;
  readonly name: string;
  readonly revision: number | null;
  readonly label: string | null;
  readonly status: Status;
  readonly demo: boolean;
  readonly deepest: number;
  readonly maxDepth: number;
  readonly runs: number;
  readonly maxRuns: number;
  readonly failedRuns: number;
  readonly tokens: number;
  readonly costUsd: number;
  readonly startedAt: string;
  readonly timeoutMs: number | null;
  /** The level where most agents work at present; `null` = the tree is not in this process, or none works. */
  readonly widest: { readonly depth: number; readonly agents: number; readonly maxAgents: number } | null;
};
export type ActiveTrees = { readonly total: number; readonly trees: readonly ActiveTree[] };

export type Histogram = {
  readonly bucketMs: number;
  /** Oldest first, whole, without a gap; counts are of root runs that started in it, by their present status. */
  readonly buckets: readonly {
    readonly from: string;
    readonly to: string;
    readonly counts: Readonly<Partial<Record<Status, number>>>;
  }[];
};

/** A revision that was published lately. */
export type RecentChange = {
  readonly kind: "published";
  readonly at: string;
  readonly by: string;
  readonly workflow: string;
  readonly name: string;
  readonly revision: number;
  readonly demo: boolean;
};

export type SystemLine = {
  readonly version: string;
  readonly treesInMemory: number;
  /** Trees of this process that only wait, and are not in memory meanwhile. */
  readonly treesResting: number;
  /** Calls of this process that are under way. */
  readonly calls: number;
  readonly liveWorkers: number;
  readonly database: { readonly kind: "embedded" | "external"; readonly version: string };
  /** Live connections of this process. */
  readonly sockets: number;
};
