import type { RunRecord, TreeRecord } from "#db/rows";
import { BUILT_IN_METRICS } from "#server/engine/metrics/built-in";
import type { Per, RunFacts } from "#server/engine/metrics/facts";
import { levelFacts } from "#server/engine/metrics/level-facts";
import { type Measured, type MetricSpec, measure } from "#server/engine/metrics/metric";
import { RunWork } from "#server/engine/metrics/run-facts";
import { type LevelMetrics, levelsOf } from "#server/engine/recursion/levels";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { runSummary } from "../views.ts";
import { findRun } from "./find-run.ts";
import { journalPages } from "./journal.ts";

/** One metric with what it is of the run (`depth: null`), or of each depth of its tree. */
export type MetricRow = {
  readonly name: string;
  readonly description: string | null;
  readonly unit: string | null;
  readonly per: Per;
  /** It was registered by somebody; the others come with the product. */
  readonly custom: boolean;
  readonly values: readonly (Measured & { readonly depth: number | null })[];
};
export type RunMetrics = {
  readonly treeId: string;
  /** The run has more events than are read for a look: its own metrics are of the first of them. */
  readonly cut: boolean;
  readonly metrics: readonly MetricRow[];
  /** What each depth of the tree has done and is given, as `runs.levels` says it: one look at the tree serves both. */
  readonly levels: readonly LevelMetrics[];
};

/** Of a run's part of the journal: that of a root run with 30,000 runs below it. */
const MOST_EVENTS = 200_000;

/** Built-in and registered metrics of a run and of every depth of its tree, worked out of the journal. */
export async function runMetrics(
  services: Services,
  caller: Caller,
  { id }: { readonly id: string },
): Promise<RunMetrics> {
  authorize(caller, "run.read");
  const { run, tree } = await findRun(services, id);
  const { facts, cut } = await runFacts(services, run, tree);
  const state = await services.host.inspect(run.treeId);
  const levels = levelsOf(state);
  const byDepth = levels.map((level) => Object.freeze(levelFacts(state, level)));
  const own = services.metrics?.() ?? [];
  const row = (metric: MetricSpec, custom: boolean): MetricRow => {
    const { name, description = null, unit = null, per } = metric;
    const values =
      metric.per === "run"
        ? [{ depth: null, ...measure(metric, facts) }]
        : byDepth.map((level) => ({ depth: level.depth, ...measure(metric, level) }));
    return { name, description, unit, per, custom, values };
  };
  return {
    treeId: run.treeId,
    cut,
    levels,
    metrics: [...BUILT_IN_METRICS.map((metric) => row(metric, false)), ...own.map((each) => row(each, true))],
  };
}

async function runFacts(
  services: Services,
  run: RunRecord,
  tree: TreeRecord,
): Promise<{ readonly facts: RunFacts; readonly cut: boolean }> {
  const work = new RunWork(run.no);
  const range = { treeId: run.treeId, after: run.startedSeq - 1, to: run.endedSeq ?? tree.head };
  const last = Math.min(range.to, run.startedSeq + MOST_EVENTS);
  for await (const page of journalPages(services, { ...range, to: last }))
    for (const { event } of page) work.take(event);
  const { depth, tokens, costUsd, slug: workflow, revision, startedAt, endedAt } = run;
  const { status } = runSummary(run, tree);
  const durationMs = Math.max(0, (endedAt ?? Date.now()) - startedAt);
  const header = { depth, tokens, costUsd, workflow, revision, status, durationMs };
  return { facts: Object.freeze({ ...work.facts(), ...header }), cut: last < range.to };
}
