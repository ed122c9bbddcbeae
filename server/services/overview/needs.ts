import { activeBreakers } from "#db/queries/breakers";
import { databaseNow } from "#db/queries/database-now";
import {
  type AskingRuns,
  askingRuns,
  failingWorkflows,
  type HeldTrees,
  heldTrees,
  type LimitHits,
  limitHits,
} from "#db/queries/overview";
import type { BreakerRecord } from "#db/rows";
import { runIdOf } from "#server/engine/ids";
import { authorize } from "../authorize.ts";
import { breakerSummary } from "../breaker/views.ts";
import type { Services } from "../context.ts";
import type { ListRunsQuery } from "../inputs.ts";
import type { Need, NeedTree } from "../overview-types.ts";
import type { Caller } from "../types.ts";

const HOURS = 24;
const SHOWN = 5;
/** Codes of failures that a limit caused. */
const LIMIT_CODES = [
  "RecursionLimitExceeded",
  "ResourceEscalationExceeded",
  "RecursionTimeout",
  "BudgetExceeded",
  "RecursionStalled",
  "PerformanceDegradation",
];

/** What wants a person now. Every kind that exists stands in it, also with a count of 0. */
export async function overviewNeeds({ db }: Services, caller: Caller): Promise<readonly Need[]> {
  authorize(caller, "run.read");
  const { sql } = db;
  const [asking, attention, failing, limits, paused, broken, now] = await Promise.all([
    askingRuns(sql, SHOWN),
    heldTrees(sql, "needs_attention", SHOWN),
    failingWorkflows(sql, HOURS),
    limitHits(sql, HOURS, LIMIT_CODES),
    heldTrees(sql, "paused", SHOWN),
    activeBreakers(sql),
    databaseNow(sql),
  ]);
  return [
    { kind: "asked", ...asked(asking) },
    { kind: "attention", ...held(attention, { waits: "requeue" }) },
    {
      kind: "failing",
      count: failing.length,
      since: latest(failing.map(({ lastFailedAt }) => lastFailedAt)),
      link: { list: "runs", query: { status: "failed", endedWithin: "24h" } },
      workflows: failing
        .slice(0, SHOWN)
        .map((workflow) => ({ ...workflow, lastFailedAt: workflow.lastFailedAt.toISOString() })),
    },
    { kind: "limits", ...limited(limits) },
    { kind: "breakers", ...notClosed(broken, now) },
    { kind: "paused", ...held(paused, { status: "paused" }) },
  ];
}

function asked({ count, since, runs }: AskingRuns) {
  return {
    count,
    since: since === null ? null : new Date(since).toISOString(),
    link: { list: "runs", query: { waits: "person", children: true } },
    runs: runs.map(({ treeId, no, slug, label }) => ({ id: runIdOf(treeId, no), workflow: slug, label })),
  } as const;
}

/** Breakers that are open or only let probes through, by what they figured out or what a person says. */
function notClosed(rows: readonly BreakerRecord[], now: number) {
  const open = rows.filter((row) => breakerSummary(row, now).state !== "closed");
  const since = open.map(({ openedAt, changedAt }) => openedAt ?? changedAt);
  const breakers = open.map((row) => breakerSummary(row, now)).map(({ id, resource }) => ({ id, resource }));
  return {
    count: open.length,
    since: since.length === 0 ? null : new Date(Math.min(...since)).toISOString(),
    link: { list: "agents", breaker: breakers.length === 1 ? (breakers[0]?.id ?? null) : null },
    breakers: breakers.slice(0, SHOWN),
  } as const;
}

function held<Q extends ListRunsQuery>({ count, since, trees }: HeldTrees, query: Q) {
  return {
    count,
    since: since?.toISOString() ?? null,
    link: { list: "runs", query },
    trees: trees.map(
      ({ id, slug, label, startedAt }): NeedTree => ({
        id,
        workflow: slug,
        label,
        startedAt: startedAt.toISOString(),
      }),
    ),
  } as const;
}

function limited(hits: readonly LimitHits[]) {
  return {
    count: hits.reduce((sum, { count }) => sum + count, 0),
    since: latest(hits.map(({ last }) => last)),
    link: {
      list: "runs",
      query: {
        status: "failed",
        endedWithin: "24h",
        error: hits.length === 0 ? LIMIT_CODES : hits.map(({ code }) => code),
      },
    },
    codes: hits.map(({ code, count }) => ({ code, count })),
  } as const;
}

function latest(instants: readonly Date[]): string | null {
  const last = Math.max(...instants.map((instant) => instant.getTime()));
  return instants.length === 0 ? null : new Date(last).toISOString();
}
