import { findWorkflow } from "#db/queries/get-revision";
import { listWorkflows } from "#db/queries/list-workflows";
import type { Graph } from "#server/engine/graph/graph";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, WorkflowDetail } from "../types.ts";
import { checkGraph } from "./check-graph.ts";
import { runsBySlug, workflowSummary } from "./list.ts";
import { noWorkflow } from "./no-workflow.ts";
import { recursionByCalls } from "./recursion.ts";

/** A workflow with the graph that new runs take, if there is one, and what validation says of it now. */
export async function getWorkflow(
  services: Services,
  caller: Caller,
  { slug }: { readonly slug: string },
): Promise<WorkflowDetail> {
  authorize(caller, "workflow.read");
  const { db } = services;
  const found = await findWorkflow(db.sql, slug);
  if (!found) throw noWorkflow(slug);
  const { workflow, revision } = found;
  const graph = revision ? (JSON.parse(revision.graph) as Graph) : null;
  const recursionOf = await recursionByCalls(db.sql, await listWorkflows(db.sql));
  const { nodes = null, createdBy: updatedBy = null } = revision ?? {};
  return {
    ...workflowSummary(
      { ...workflow, nodes, updatedBy, recursion: recursionOf(slug) },
      await runsBySlug(db, [slug]),
    ),
    hash: revision?.hash ?? null,
    graph,
    inputSchema: graph?.inputSchema ?? null,
    note: revision?.note ?? null,
    problems: graph ? (await checkGraph(services, caller, graph)).problems : [],
  };
}
