import { databaseNow } from "#db/queries/database-now";
import { findWorkflow } from "#db/queries/get-revision";
import type { StatisticsScope } from "#db/queries/statistics";
import type { Services } from "../context.ts";
import type { StatisticsInput } from "../inputs-statistics.ts";
import type { StatisticsRange } from "../types-statistics.ts";
import { noWorkflow } from "../workflow/no-workflow.ts";

const HOUR = 60;
/** About thirty buckets each: enough to see a trend, few enough to have runs in them. */
const WIDTHS: Readonly<Record<StatisticsRange, { readonly minutes: number; readonly buckets: number }>> = {
  "24h": { minutes: HOUR, buckets: 24 },
  "7d": { minutes: 6 * HOUR, buckets: 28 },
  "14d": { minutes: 12 * HOUR, buckets: 28 },
  "30d": { minutes: 24 * HOUR, buckets: 30 },
  "90d": { minutes: 72 * HOUR, buckets: 30 },
};
/** Where the buckets are counted from, as in the database. */
const ZERO = Date.UTC(2000, 0, 1);

export type Span = StatisticsScope & {
  readonly to: Date;
  readonly bucketMinutes: number;
  /** Where each bucket begins, oldest first; the last holds the present. */
  readonly starts: readonly number[];
};

/** What was asked for in whole buckets. Refuses a workflow that nobody knows. */
export async function spanOf(
  { db }: Pick<Services, "db">,
  { workflow, range }: StatisticsInput,
): Promise<Span> {
  if (workflow !== undefined && !(await findWorkflow(db.sql, workflow))) throw noWorkflow(workflow);
  const now = await databaseNow(db.sql);
  const { minutes, buckets } = WIDTHS[range];
  const width = minutes * 60_000;
  const last = ZERO + Math.floor((now - ZERO) / width) * width;
  const starts = Array.from({ length: buckets }, (_, bucket) => last - (buckets - 1 - bucket) * width);
  return {
    slug: workflow ?? null,
    from: new Date(starts[0] ?? last),
    to: new Date(now),
    bucketMinutes: minutes,
    starts,
  };
}
