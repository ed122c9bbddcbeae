import type { Projection } from "#server/engine/live/project";
import type { TreeBatch, TreeTopic } from "#server/engine/live/wire";

export function topicOf(treeId: string): TreeTopic {
  return `tree:${treeId}`;
}

/**
 * A batch for events `from`..`to` of the past, as whole rows in their present state. Rows only ever carry absolute
 * values, so being ahead of `to` is harmless: the batches that follow say the same again.
 */
export function pastBatch(
  projection: Projection,
  range: { readonly topic: TreeTopic; readonly from: number; readonly to: number },
  touched: ReadonlySet<number>,
): TreeBatch {
  const rows = [...touched].flatMap((no) => {
    const row = projection.rows.get(no);
    // Said also where there are none: who asks may still have earlier ones.
    return row ? [{ notes: null, ...row }] : [];
  });
  return { ...range, rows, ...(projection.tree ? { tree: projection.tree } : {}) };
}

/** The part of a batch that is new to someone at `seq`; `null` = none. */
export function after(batch: TreeBatch, seq: number): TreeBatch | null {
  if (batch.to <= seq) return null;
  return batch.from > seq ? batch : { ...batch, from: seq + 1 };
}
