import type { Status } from "#server/engine/live/wire";
import type { Histogram } from "#server/services/overview-types";

/** Six hues carry state; the bars are stacked in this order from the ground up. */
export const STACK = ["succeeded", "running", "waiting", "queued", "degraded", "failed"] as const;
export type Part = (typeof STACK)[number];

const PART_OF: Readonly<Record<Status, Part>> = {
  queued: "queued",
  running: "running",
  waiting: "waiting",
  paused: "waiting",
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "degraded",
  needs_attention: "degraded",
};

export const PART_WORD: Readonly<Record<Part, string>> = {
  succeeded: "Succeeded",
  running: "Running",
  waiting: "Waiting or paused",
  queued: "Queued",
  degraded: "Cancelled or held back",
  failed: "Failed",
};

export type Bar = Readonly<Record<Part, number>> & {
  readonly from: string;
  readonly to: string;
  readonly total: number;
};

/** One bar a bucket. */
export function barsOf({ buckets }: Histogram): readonly Bar[] {
  return buckets.map(({ from, to, counts }) => {
    const parts: Record<Part, number> = {
      succeeded: 0,
      running: 0,
      waiting: 0,
      queued: 0,
      degraded: 0,
      failed: 0,
    };
    let total = 0;
    for (const [status, count] of Object.entries(counts) as [Status, number][]) {
      parts[PART_OF[status]] += count;
      total += count;
    }
    return { ...parts, from, to, total };
  });
}

/** Parts of which there is at least one: the others need no place in a legend or a table. */
export function partsIn(bars: readonly Bar[]): readonly Part[] {
  return STACK.filter((part) => bars.some((bar) => bar[part] > 0));
}
