import type { ForkTotals, PlannedItem, PlannedPlace, PlannedRun } from "#server/engine/fork/plan";

export type ForkPlaceView = Omit<PlannedPlace, "child"> & { readonly childId: string | null };
export type ForkRun = Pick<PlannedRun, "at" | "item" | "depth" | "label"> & {
  readonly id: string;
  readonly parentId: string | null;
  readonly workflow: string;
  readonly places: readonly ForkPlaceView[];
};
/** Every place of the runs that a fork looks into, and how many of each fate there are. */
export type ForkPreview = { readonly totals: ForkTotals; readonly runs: readonly ForkRun[] };
/** A page of what a node holds. */
export type ForkItems = {
  readonly total: number;
  readonly items: readonly (Omit<PlannedItem, "child"> & { readonly childId: string | null })[];
};
