import * as z from "zod";
import { statisticsInput } from "../../services/inputs-statistics.ts";
import { statisticsByDepth } from "../../services/statistics/by-depth.ts";
import { statisticsOverTime } from "../../services/statistics/over-time.ts";
import type { StatisticsByDepth, StatisticsOverTime } from "../../services/types-statistics.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { fromQuery } from "./query.ts";
import { check } from "./shapes.ts";

const instant = z.iso.datetime();
const ms = z.number().nullable();
const counts = { runs: z.int(), succeeded: z.int(), failed: z.int() };
const durations = {
  p50Ms: ms.describe("Median duration of the runs that succeeded"),
  p95Ms: ms.describe("95th percentile of the same"),
};
const demo = z
  .boolean()
  .describe(
    "They are of the demo data: of that workflow, or since nothing else ran. Otherwise it is left out",
  );
const used = { tokens: z.number(), costUsd: z.number() };

const forecast = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("line"),
    method: z.literal("Theil-Sen"),
    confidence: z.number(),
    points: z.int(),
    since: instant,
    msPerDay: z.number(),
    ahead: z.array(z.object({ from: instant, ms: z.number(), low: z.number(), high: z.number() })).readonly(),
  }),
  z.object({
    kind: z.literal("none"),
    points: z.int(),
    needed: z.int(),
    runsNeeded: z.int(),
    since: instant,
  }),
]);

const overTime = check<StatisticsOverTime>()(
  z.object({
    from: instant,
    to: instant,
    bucketMs: z.int(),
    cut: z.boolean().describe("There are more trees than are read: only the newest are in it"),
    demo,
    periods: z.array(z.object({ from: instant, to: instant, ...counts, ...durations, ...used })).readonly(),
    revisions: z
      .array(
        z.object({
          workflow: z.string(),
          revision: z.int(),
          at: instant,
          by: z.string(),
          note: z.string().nullable(),
        }),
      )
      .readonly(),
    forecast,
  }),
);

const byDepth = check<StatisticsByDepth>()(
  z.object({
    from: instant,
    to: instant,
    trees: z.int().describe("Trees that have ended"),
    counted: z.int().describe("How many of the newest are counted: 50,000 runs together at most"),
    runs: z.int(),
    demo,
    depths: z
      .array(
        z.object({
          depth: z.int(),
          ...counts,
          cancelled: z.int(),
          ...durations,
          ownP50Ms: ms.describe("Of the time in which no child was open"),
          ownP95Ms: ms,
          ...used,
        }),
      )
      .readonly(),
  }),
);

export const statisticsEndpoints: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/statistics/over-time",
    id: "getStatisticsOverTime",
    summary:
      "Durations, failures, tokens and cost of root runs by when they started, with revisions and a forecast.",
    action: "run.read",
    query: fromQuery(statisticsInput),
    answer: overTime,
    handle: ({ services, caller, query }) => statisticsOverTime(services, caller, query),
  }),
  endpoint({
    method: "GET",
    path: "/statistics/by-depth",
    id: "getStatisticsByDepth",
    summary:
      "Durations, own time, failures, tokens and cost of runs by their depth in trees that have ended.",
    action: "run.read",
    query: fromQuery(statisticsInput),
    answer: byDepth,
    handle: ({ services, caller, query }) => statisticsByDepth(services, caller, query),
  }),
];
