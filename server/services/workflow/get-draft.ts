import { readDraft } from "#db/queries/drafts";
import { getRevision } from "#db/queries/get-revision";
import { graphChanges } from "#server/engine/graph/diff";
import type { Graph } from "#server/engine/graph/graph";
import type { Json } from "#server/engine/values/json";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { Caller, DraftDetail } from "../types.ts";
import { checkGraph } from "./check-graph.ts";
import { draftHead } from "./draft-place.ts";
import { noDraft, noWorkflow } from "./no-workflow.ts";

/** The draft of a workflow, what is wrong with it now, and how it differs from what is published. */
export async function getDraft(
  services: Services,
  caller: Caller,
  { slug }: { readonly slug: string },
): Promise<DraftDetail> {
  authorize(caller, "workflow.read");
  const { sql } = services.db;
  const found = await readDraft(sql, slug);
  if (!found) throw noWorkflow(slug);
  const draft = draftHead(found);
  if (!draft || found.draftGraph === null) throw noDraft(slug);
  const stored = JSON.parse(found.draftGraph) as Json;
  const { valid, problems, graph } = await checkGraph(services, caller, stored);
  const published = await getRevision(sql, slug, found.publishedRevision);
  const before = published ? (JSON.parse(published.graph) as Graph) : null;
  return {
    slug,
    revision: found.publishedRevision,
    begunFrom: found.draftFrom,
    same: published?.hash === draft.hash,
    draft,
    graph: stored,
    valid,
    problems,
    changes: graph ? graphChanges(before, graph) : null,
  };
}
