import type { RunRow } from "#server/engine/live/wire";

/** Times of one run as the server tells them; `null` = it still goes on. */
export type Spans = {
  readonly no: number;
  readonly work: readonly (readonly [number, number | null])[];
  readonly waits: readonly (readonly [number, number | null])[];
  readonly retries: readonly number[];
  readonly task: string | null;
};

const MAX_KEPT = 5_000;
/** As many as one question may name. */
export const MAX_ASKED = 200;

/** What is known of own times of runs, and what has to be asked for again. */
export class SpanBook {
  readonly #known = new Map<number, { readonly spans: Spans; readonly row: RunRow }>();

  get(no: number): Spans | undefined {
    return this.#known.get(no)?.spans;
  }

  /** Of these runs, those that were never asked for, or to which something has happened since. */
  wanted(rows: readonly RunRow[]): readonly RunRow[] {
    return rows.filter((row) => this.#known.get(row.no)?.row !== row).slice(0, MAX_ASKED);
  }

  /** `rows` as they were when they were asked for: what happened meanwhile makes them wanted again. */
  put(rows: readonly RunRow[], answers: readonly Spans[]): void {
    const byNo = new Map(answers.map((spans) => [spans.no, spans]));
    for (const row of rows) {
      const spans = byNo.get(row.no) ?? { no: row.no, work: [], waits: [], retries: [], task: null };
      this.#known.delete(row.no);
      this.#known.set(row.no, { spans, row });
    }
    for (const no of this.#known.keys()) {
      if (this.#known.size <= MAX_KEPT) return;
      this.#known.delete(no);
    }
  }
}
