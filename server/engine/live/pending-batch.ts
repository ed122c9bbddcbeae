import type { Change, RowPatch } from "./project.ts";
import type { RunRowDelta, TreeBatch, TreeSummary, TreeTopic } from "./wire.ts";

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
