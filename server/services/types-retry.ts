import type { ForkTotals } from "#server/engine/fork/plan";

/** `why` = why it would not be retried. */
export type RetryPreview = {
  readonly data: readonly (
    | { readonly id: string; readonly why: string; readonly from: null; readonly totals: null }
    | {
        readonly id: string;
        readonly why: null;
        readonly from: "failure" | "start";
        readonly totals: ForkTotals;
      }
  )[];
};
/** For each run the tree that was started for it, or why none was. */
export type RetriedRuns = {
  readonly data: readonly {
    readonly id: string;
    readonly startedId: string | null;
    readonly why: string | null;
  }[];
};
