import { lastRunsBySlug } from "#db/queries/last-runs-by-slug";
import { listWorkflows as selectWorkflows, type WorkflowListed } from "#db/queries/list-workflows";
import { type RecentRuns, recentRunsBySlug } from "#db/queries/recent-runs-by-slug";
import type { Status } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, WorkflowSummary, WorkflowWindow } from "../types.ts";
import { draftHead } from "./draft-place.ts";
import { recursionByCalls } from "./recursion.ts";

/** What the figures beside a workflow look back on. */
const WINDOW_DAYS = 7;

/** Runs of some workflows: the newest ones, and figures of the last days. */
export type RunsBySlug = {
  readonly last: Awaited<ReturnType<typeof lastRunsBySlug>>;
  readonly recent: ReadonlyMap<string, RecentRuns>;
};

/** Every workflow by name, each with its newest runs and figures: three queries, however many there are. */
export async function listWorkflows({ db }: Services, caller: Caller): Promise<readonly WorkflowSummary[]> {
  authorize(caller, "workflow.read");
  const workflows = await selectWorkflows(db.sql);
  const [runs, recursionOf] = await Promise.all([
    runsBySlug(
      db,
      workflows.map(({ slug }) => slug),
    ),
    recursionByCalls(db.sql, workflows),
  ]);
  return workflows.map((workflow) =>
    workflowSummary({ ...workflow, recursion: recursionOf(workflow.slug) }, runs),
  );
}

export async function runsBySlug({ sql }: Services["db"], slugs: readonly string[]): Promise<RunsBySlug> {
  const [last, recent] = await Promise.all([
    lastRunsBySlug(sql, slugs),
    recentRunsBySlug(sql, slugs, WINDOW_DAYS),
  ]);
  return { last, recent };
}

type Listed = Omit<WorkflowListed, "hash"> & {
  readonly recursion: WorkflowSummary["recursion"];
};

export function workflowSummary(workflow: Listed, { last, recent }: RunsBySlug): WorkflowSummary {
  const { slug, name, description, publishedRevision, recursion, updatedAt, updatedBy, demo } = workflow;
  const draft = draftHead(workflow);
  return {
    slug,
    name,
    description,
    revision: publishedRevision,
    draft,
    nodes: workflow.nodes ?? workflow.draftNodes ?? 0,
    recursion,
    updatedAt: draft && publishedRevision === 0 ? draft.at : updatedAt.toISOString(),
    updatedBy: updatedBy ?? draft?.by ?? "",
    demo,
    recent: windowOf(recent.get(slug)),
    lastRuns: (last.get(slug) ?? []).map(({ id, status }) => ({ id, status: status as Status })),
  };
}

function windowOf(found: RecentRuns | undefined): WorkflowWindow {
  const { runs, ended, succeeded, p95 } = found ?? { runs: 0, ended: 0, succeeded: 0, p95: null };
  return {
    days: WINDOW_DAYS,
    runs,
    ended,
    succeeded,
    successShare: ended === 0 ? null : succeeded / ended,
    p95DurationMs: p95 === null ? null : Math.round(p95),
  };
}
