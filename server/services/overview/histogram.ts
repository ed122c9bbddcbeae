import { type BucketCount, countByBucket } from "#db/queries/overview";
import type { Status } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { HistogramInput } from "../inputs.ts";
import type { Histogram } from "../overview-types.ts";
import type { Caller } from "../types.ts";

const MAX_BUCKETS = 500;

/** Root runs by when they started, in whole buckets, those without any included. */
export async function overviewHistogram(
  { db }: Services,
  caller: Caller,
  { hours, bucketMinutes }: HistogramInput,
): Promise<Histogram> {
  authorize(caller, "run.read");
  const buckets = Math.ceil((hours * 60) / bucketMinutes);
  if (buckets > MAX_BUCKETS) {
    const message = `${hours} hours in buckets of ${bucketMinutes} minutes are ${buckets} buckets; ${MAX_BUCKETS} at most. Use wider buckets.`;
    throw new ServiceError("VALIDATION", message, [{ path: "/bucketMinutes", message }]);
  }
  const bucketMs = bucketMinutes * 60_000;
  return { bucketMs, buckets: gather(await countByBucket(db.sql, { buckets, bucketMinutes }), bucketMs) };
}

function gather(rows: readonly BucketCount[], bucketMs: number): Histogram["buckets"] {
  const byStart = new Map<number, Partial<Record<Status, number>>>();
  for (const { bucket, status, count } of rows) {
    const counts = byStart.get(bucket.getTime()) ?? {};
    if (status !== null) counts[status as Status] = count;
    byStart.set(bucket.getTime(), counts);
  }
  return [...byStart].map(([from, counts]) => ({
    from: new Date(from).toISOString(),
    to: new Date(from + bucketMs).toISOString(),
    counts,
  }));
}
