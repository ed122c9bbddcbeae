/** Shapes of statistics over runs. Instants are ISO 8601 in UTC; durations are of runs that succeeded, `null` = there are none. */

export type StatisticsRange = "24h" | "7d" | "14d" | "30d" | "90d";

/** Root runs that started in one bucket. */
export type Period = {
  readonly from: string;
  readonly to: string;
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly tokens: number;
  readonly costUsd: number;
};

export type RevisionMarker = {
  readonly workflow: string;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  readonly note: string | null;
};

/** Where the 95th percentile of durations goes if it goes on as it did. */
export type DurationForecast =
  | {
      readonly kind: "line";
      readonly method: "Theil-Sen";
      /** About the share of buckets to come that the band would hold, if they scatter about the line as the ones before. */
      readonly confidence: number;
      /** Buckets that the line is through, the first of which began at `since`. */
      readonly points: number;
      readonly since: string;
      readonly msPerDay: number;
      readonly ahead: readonly {
        readonly from: string;
        readonly ms: number;
        readonly low: number;
        readonly high: number;
      }[];
    }
  | {
      readonly kind: "none";
      /** Buckets that could be used, and how many it takes, each with so many runs that succeeded. */
      readonly points: number;
      readonly needed: number;
      readonly runsNeeded: number;
      readonly since: string;
    };

export type StatisticsOverTime = {
  readonly from: string;
  readonly to: string;
  readonly bucketMs: number;
  /** There are more trees than are read for a look: only the newest are in it. */
  readonly cut: boolean;
  /** They are of the demo data: of that workflow, or since nothing else ran. Otherwise it is left out. */
  readonly demo: boolean;
  /** Oldest first, whole, without a gap; the last one goes on. */
  readonly periods: readonly Period[];
  readonly revisions: readonly RevisionMarker[];
  readonly forecast: DurationForecast;
};

export type DepthStatistics = {
  readonly depth: number;
  readonly runs: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** What is left of the duration without the time in which any child was open. */
  readonly ownP50Ms: number | null;
  readonly ownP95Ms: number | null;
  readonly tokens: number;
  readonly costUsd: number;
};

export type StatisticsByDepth = {
  readonly from: string;
  readonly to: string;
  /** Trees that have ended, how many of the newest are counted, and the runs of those. */
  readonly trees: number;
  readonly counted: number;
  readonly runs: number;
  /** They are of the demo data: of that workflow, or since nothing else ran. Otherwise it is left out. */
  readonly demo: boolean;
  readonly depths: readonly DepthStatistics[];
};
