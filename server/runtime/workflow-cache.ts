import type { BoundGraph } from "#server/engine/graph/graph";

/** Published revisions by slug, for a moment: which one a child got is written into its tree when it starts. */
export type WorkflowCache = {
  /** `null` = no such workflow, `undefined` = not in memory. */
  readonly lookup: (slug: string) => BoundGraph | null | undefined;
  readonly load: (slugs: readonly string[]) => Promise<void>;
  /** A new revision was published here. */
  readonly forget: (slug: string) => void;
};

type Entry = { readonly bound: BoundGraph | null; readonly until: number };

export type WorkflowCacheOptions = {
  readonly read: (slug: string) => Promise<BoundGraph | null>;
  /** How long another process's publication may go unnoticed. */
  readonly maxAgeMs?: number;
};

export function createWorkflowCache({ read, maxAgeMs = 1_000 }: WorkflowCacheOptions): WorkflowCache {
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
    lookup: (slug) => {
      const entry = entries.get(slug);
      return entry && performance.now() < entry.until ? entry.bound : undefined;
    },
    load: async (slugs) => {
      for (const slug of slugs) {
        const bound = await read(slug);
        entries.set(slug, { bound: bound && unique(bound), until: performance.now() + maxAgeMs });
      }
    },
    forget: (slug) => entries.delete(slug),
  };
}
