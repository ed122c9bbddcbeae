import { type PeriodRow, revisionsSince, statisticsByPeriod } from "#db/queries/statistics";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { StatisticsInput } from "../inputs-statistics.ts";
import type { Caller } from "../types.ts";
import type { Period, RevisionMarker, StatisticsOverTime } from "../types-statistics.ts";
import { iso } from "../views.ts";
import { forecastDuration } from "./forecast.ts";
import { spanOf } from "./span.ts";

const MOST_TREES = 100_000;
const MOST_REVISIONS = 30;

/** Root runs of a workflow, or of all, by when they started: how long, how many failed, what they used. */
export async function statisticsOverTime(
  services: Pick<Services, "db">,
  caller: Caller,
  input: StatisticsInput,
): Promise<StatisticsOverTime> {
  authorize(caller, "run.read");
  const { sql } = services.db;
  const span = await spanOf(services, input);
  const rows = await statisticsByPeriod(sql, { ...span, limit: MOST_TREES });
  const demo = rows.some((row) => row.demo);
  const marks = await revisionsSince(sql, { ...span, limit: MOST_REVISIONS, demo });
  const bucketMs = span.bucketMinutes * 60_000;
  const byStart = new Map(rows.map((row) => [row.bucket.getTime(), row]));
  const periods = span.starts.map((start) => periodOf(start, bucketMs, byStart.get(start)));
  const revisions = marks.map(
    ({ slug, revision, createdAt, createdBy, note }): RevisionMarker => ({
      workflow: slug,
      revision,
      at: createdAt.toISOString(),
      by: createdBy,
      note,
    }),
  );
  const from = span.from.toISOString();
  const since = span.slug === null ? from : (revisions.at(-1)?.at ?? from);
  return {
    from,
    to: span.to.toISOString(),
    bucketMs,
    cut: rows.reduce((sum, { runs }) => sum + runs, 0) >= MOST_TREES,
    demo,
    periods,
    revisions,
    forecast: forecastDuration(periods, { since, bucketMs }),
  };
}

function periodOf(start: number, bucketMs: number, row: PeriodRow | undefined): Period {
  const { bucket: _, demo: __, ...figures } = row ?? NOTHING;
  return { from: iso(start), to: iso(start + bucketMs), ...figures };
}

const NOTHING: PeriodRow = {
  bucket: new Date(0),
  runs: 0,
  succeeded: 0,
  failed: 0,
  p50Ms: null,
  p95Ms: null,
  tokens: 0,
  costUsd: 0,
  demo: false,
};
