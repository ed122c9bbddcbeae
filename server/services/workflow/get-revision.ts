import { findWorkflow, getRevision as selectRevision } from "#db/queries/get-revision";
import type { Graph } from "#server/engine/graph/graph";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { RevisionInput } from "../inputs-drafts.ts";
import type { Caller, RevisionDetail } from "../types.ts";
import { revisionSummary } from "./list-revisions.ts";
import { noRevision, noWorkflow } from "./no-workflow.ts";

/** One revision of a workflow with its graph. */
export async function getRevision(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { slug, revision }: RevisionInput,
): Promise<RevisionDetail> {
  authorize(caller, "workflow.read");
  const found = await findWorkflow(db.sql, slug);
  if (!found) throw noWorkflow(slug);
  const row = await selectRevision(db.sql, slug, revision);
  if (!row) throw noRevision(slug, revision);
  const graph = JSON.parse(row.graph) as Graph;
  return { slug, ...revisionSummary(row, found.workflow.publishedRevision), graph };
}
