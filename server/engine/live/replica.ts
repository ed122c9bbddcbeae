import { rowWith } from "./row-notes.ts";
import type { RunRow, TreeBatch, TreeSnapshot, TreeSummary } from "./wire.ts";

/** A reader's copy of a tree: a snapshot and the batches since. */
export type Replica = { seq: number; tree: TreeSummary; readonly rows: Map<number, RunRow> };

export function replicaOf(snapshot: TreeSnapshot): Replica {
  return { seq: snapshot.seq, tree: snapshot.tree, rows: new Map(snapshot.rows.map((row) => [row.no, row])) };
}

/**
 * Applies a batch in place when it is the next one. `old` = nothing new in it; `gap` = something before it is
 * missing and nothing was applied: subscribe again after `replica.seq`.
 */
export function applyBatch(replica: Replica, batch: TreeBatch): "applied" | "old" | "gap" {
  if (batch.to <= replica.seq) return "old";
  if (batch.from !== replica.seq + 1) return "gap";
  for (const delta of batch.rows) {
    const before = replica.rows.get(delta.no);
    replica.rows.set(delta.no, rowWith(before ?? (delta as RunRow), delta));
  }
  if (batch.tree) replica.tree = { ...replica.tree, ...batch.tree };
  replica.seq = batch.to;
  return "applied";
}
