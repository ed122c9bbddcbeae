import type { Status } from "#server/engine/live/wire";
import type { Histogram } from "#server/services/overview-types";
import { TONES, type Tone, toneOf } from "../../ui/tone";

export const PART_WORD: Readonly<Record<Tone, string>> = {
  succeeded: "Succeeded",
  running: "Running",
  waiting: "Waiting or paused",
  queued: "Queued",
  degraded: "Cancelled or held back",
  failed: "Failed",
};

export type Bar = Readonly<Record<Tone, number>> & {
  readonly from: string;
  readonly to: string;
  readonly total: number;
};

/** One bar a bucket, stacked in the order of `TONES` from the ground up. */
export function barsOf({ buckets }: Histogram): readonly Bar[] {
  return buckets.map(({ from, to, counts }) => {
    const parts: Record<Tone, number> = {
      succeeded: 0,
      running: 0,
      waiting: 0,
      queued: 0,
      degraded: 0,
      failed: 0,
    };
    let total = 0;
    for (const [status, count] of Object.entries(counts) as [Status, number][]) {
      parts[toneOf(status)] += count;
      total += count;
    }
    return { ...parts, from, to, total };
  });
}

/** Parts of which there is at least one: the others need no place in a legend or a table. */
export function partsIn(bars: readonly Bar[]): readonly Tone[] {
  return TONES.filter((part) => bars.some((bar) => bar[part] > 0));
}
