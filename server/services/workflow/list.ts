import { lastRunsBySlug } from "#db/queries/last-runs-by-slug";
import { listWorkflows as selectWorkflows, type WorkflowListed } from "#db/queries/list-workflows";
import type { Status } from "#server/engine/live/wire";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, WorkflowSummary } from "../types.ts";

type LastRuns = Awaited<ReturnType<typeof lastRunsBySlug>>;

/** Every workflow by name, each with its newest runs. */
export async function listWorkflows({ db }: Services, caller: Caller): Promise<readonly WorkflowSummary[]> {
  authorize(caller, "workflow.read");
  const workflows = await selectWorkflows(db.sql);
  const slugs = workflows.map(({ slug }) => slug);
  const lastRuns = await lastRunsBySlug(db.sql, slugs);
  return workflows.map((workflow) =>
    workflowSummary({ ...workflow, revision: workflow.publishedRevision }, lastRuns),
  );
}

type Listed = Omit<WorkflowListed, "hash" | "publishedRevision" | "createdAt"> & {
  readonly revision: number;
};

export function workflowSummary(workflow: Listed, lastRuns: LastRuns): WorkflowSummary {
  const { slug, name, description, revision, nodes, recursion, updatedAt } = workflow;
  return {
    slug,
    name,
    description,
    revision,
    nodes,
    recursion: recursion === "self" ? "self" : "none",
    updatedAt: updatedAt.toISOString(),
    lastRuns: (lastRuns.get(slug) ?? []).map(({ id, status }) => ({ id, status: status as Status })),
  };
}
