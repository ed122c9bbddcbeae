import { readCallee } from "#server/engine/graph/callee";
import type { BoundGraph } from "#server/engine/graph/graph";

/**
 * Revisions by what calls name: `audit`, what is published, for a moment; `audit@2`, which never changes, for longer. Which
 * one a child got is written into its tree when it starts.
 */
export type WorkflowCache = {
  /** `null` = no such workflow or revision, `undefined` = not in memory. */
  readonly lookup: (name: string) => BoundGraph | null | undefined;
  readonly load: (names: readonly string[]) => Promise<void>;
  /** A new revision was published here. */
  readonly forget: (slug: string) => void;
};

type Entry = { readonly bound: BoundGraph | null; readonly until: number };

export type WorkflowCacheOptions = {
  readonly read: (slug: string, revision: number | null) => Promise<BoundGraph | null>;
  /** How long another process's publication may go unnoticed. */
  readonly maxAgeMs?: number;
  /** How long a revision that is pinned stays in memory: only the removal of its workflow could make it wrong. */
  readonly pinnedAgeMs?: number;
};

export function createWorkflowCache({
  read,
  maxAgeMs = 1_000,
  pinnedAgeMs = 600_000,
}: WorkflowCacheOptions): WorkflowCache {
  const entries = new Map<string, Entry>();
  /** One object per graph, so that it is compiled once. */
  const graphs = new Map<string, BoundGraph>();

  function unique(bound: BoundGraph): BoundGraph {
    const key = `${bound.slug}@${bound.revision}:${bound.hash}`;
    const known = graphs.get(key);
    if (!known) graphs.set(key, bound);
    return known ?? bound;
  }

  return {
    lookup: (name) => {
      const entry = entries.get(name);
      return entry && performance.now() < entry.until ? entry.bound : undefined;
    },
    load: async (names) => {
      for (const name of names) {
        const { workflow, revision = null } = readCallee(name);
        const bound = await read(workflow, revision);
        const ageMs = bound && revision !== null ? pinnedAgeMs : maxAgeMs;
        entries.set(name, { bound: bound && unique(bound), until: performance.now() + ageMs });
      }
    },
    forget: (slug) => {
      for (const name of entries.keys()) if (readCallee(name).workflow === slug) entries.delete(name);
    },
  };
}
