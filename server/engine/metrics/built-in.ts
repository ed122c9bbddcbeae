import type { FactsOf, Per, WorkFacts } from "./facts.ts";
import type { MetricSpec } from "./metric.ts";

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

type Shared = {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly of: (facts: WorkFacts) => number | null;
};

/** The same of a run and of a depth. */
const SHARED: readonly Shared[] = [
  {
    name: "retry-amplification",
    unit: "×",
    description: "Attempts for each place that was tried: 1 = nothing was tried again",
    of: ({ attempts, places }) => ratio(attempts, places),
  },
  {
    name: "wasted-work",
    unit: "share",
    description: "Share of the working time that went into attempts that failed",
    of: ({ lostMs, workMs }) => ratio(lostMs, workMs),
  },
  {
    name: "wasted-tokens",
    unit: "share",
    description: "Share of the tokens that failed attempts used",
    of: ({ lostTokens, tokens }) => ratio(lostTokens, tokens),
  },
  {
    name: "queue-delay",
    unit: "ms",
    description: "How long an attempt stood in line on average before it started",
    of: ({ waitingMs, attempts }) => ratio(waitingMs, attempts),
  },
  {
    name: "context-kept",
    unit: "share",
    description: "Bytes of contexts that came through the hand-off, of those that the parents had",
    of: ({ contextBytesAfter, contextBytesBefore }) => ratio(contextBytesAfter, contextBytesBefore),
  },
];

function per<P extends Per>(which: P): MetricSpec[] {
  return SHARED.map(
    ({ of, ...rest }) =>
      ({ ...rest, per: which, value: of as (facts: FactsOf<P>) => number | null }) as MetricSpec,
  );
}

/** What every run and every depth is measured by, in the same way as metrics of your own. */
export const BUILT_IN_METRICS: readonly MetricSpec[] = [
  {
    name: "duration",
    unit: "ms",
    description: "From its start to its end, or to now",
    per: "run",
    value: "run.durationMs",
  },
  ...per("run"),
  { name: "children", unit: "runs", description: "Runs that it started", per: "run", value: "run.children" },
  ...per("level"),
  {
    name: "branching-factor",
    unit: "runs",
    description: "Runs that each run of the depth started on average",
    per: "level",
    value: ({ children, runs }) => ratio(children, runs),
  },
  {
    name: "success",
    unit: "share",
    description: "Share of the runs that have ended that succeeded",
    per: "level",
    value: ({ succeeded, failed, cancelled }) => ratio(succeeded, succeeded + failed + cancelled),
  },
  {
    name: "efficiency",
    unit: "×",
    description: "Usual time ÷ newest, of the node that does worst; below 1 it has become slower",
    per: "level",
    value: ({ efficiency }) => efficiency,
  },
];
