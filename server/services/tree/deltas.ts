import type { Change, Projection, RowPatch } from "#server/engine/live/project";
import type { RunRowDelta, TreeBatch, TreeSummary, TreeTopic } from "#server/engine/live/wire";

export function topicOf(treeId: string): TreeTopic {
  return `tree:${treeId}`;
}

/** Changes of consecutive events on their way out, merged per row. */
export class PendingBatch {
  readonly #topic: TreeTopic;
  readonly #rows = new Map<number, RowPatch>();
  #tree: Partial<TreeSummary> | null = null;
  #from = 0;
  #to = 0;

  constructor(topic: TreeTopic) {
    this.#topic = topic;
  }

  add(seq: number, { no, row, tree }: Change): void {
    if (this.#from === 0) this.#from = seq;
    this.#to = seq;
    if (no !== null) this.#rows.set(no, { ...this.#rows.get(no), ...row });
    if (tree) this.#tree = { ...this.#tree, ...tree };
  }

  /** What was gathered since the last call; `null` = nothing. */
  take(): TreeBatch | null {
    if (this.#from === 0) return null;
    const rows: RunRowDelta[] = [...this.#rows].map(([no, patch]) => ({ no, ...patch }));
    const batch = { topic: this.#topic, from: this.#from, to: this.#to, rows };
    const whole = this.#tree ? { ...batch, tree: this.#tree } : batch;
    this.#rows.clear();
    this.#tree = null;
    this.#from = 0;
    return whole;
  }
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
