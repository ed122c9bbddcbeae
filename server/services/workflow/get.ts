import { getPublished } from "#db/queries/get-revision";
import { listWorkflows } from "#db/queries/list-workflows";
import type { Graph } from "#server/engine/graph/graph";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, WorkflowDetail } from "../types.ts";
import { checkGraph } from "./check-graph.ts";
import { runsBySlug, workflowSummary } from "./list.ts";
import { recursionByCalls } from "./recursion.ts";

/** A workflow with the graph that new runs take, and what validation says of it now. */
export async function getWorkflow(
  services: Services,
  caller: Caller,
  { slug }: { readonly slug: string },
): Promise<WorkflowDetail> {
  authorize(caller, "workflow.read");
  const { db } = services;
  const published = await getPublished(db.sql, slug);
  if (!published) throw new ServiceError("NOT_FOUND", `There is no workflow "${slug}".`);
  const { workflow, revision } = published;
  const graph = JSON.parse(revision.graph) as Graph;
  const { nodes } = revision;
  const recursionOf = await recursionByCalls(db.sql, await listWorkflows(db.sql));
  return {
    ...workflowSummary(
      {
        ...workflow,
        revision: revision.revision,
        nodes,
        recursion: recursionOf(slug),
        updatedBy: revision.createdBy,
      },
      await runsBySlug(db, [slug]),
    ),
    hash: revision.hash,
    graph,
    inputSchema: graph.inputSchema ?? null,
    problems: checkGraph(services, graph).problems,
  };
}
