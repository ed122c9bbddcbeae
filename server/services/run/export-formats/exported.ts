import type { RunRecord, TreeRecord } from "#db/rows";

/** A whole tree as its headers have it, root first: no inputs, outputs or contexts. */
export type Exported = {
  readonly tree: TreeRecord;
  readonly runs: readonly RunRecord[];
  readonly at: number;
  /** It is not how the tree stands now, but how it stood then. */
  readonly isPast: boolean;
};

export const FORMATS = ["json", "csv", "mermaid", "otlp"] as const;
export type Format = (typeof FORMATS)[number];

/** What people call a run. */
export function nameOf({ label, slug, nodeId, item }: RunRecord): string {
  return label ?? (nodeId === null ? slug : item === null ? nodeId : `${nodeId}[${item}]`);
}
