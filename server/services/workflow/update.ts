import { withTransaction } from "#db/client";
import { lockDraft } from "#db/queries/drafts";
import { publishRevision } from "#db/queries/publish-revision";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { UpdateWorkflowInput } from "../inputs-drafts.ts";
import type { Caller, Published } from "../types.ts";
import { announcePublished } from "../workspace/announce.ts";
import { publishable } from "./check-graph.ts";
import { refusePublished } from "./draft-place.ts";
import { noWorkflow } from "./no-workflow.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

/** Publishes a graph as the next revision. A draft stays as it is: it is somebody's work. The graph that is published already changes nothing. */
export async function updateWorkflow(
  services: Services,
  caller: Caller,
  { slug, graph, base }: UpdateWorkflowInput,
): Promise<Published> {
  authorize(caller, "workflow.write");
  refuseSecrets(services, graph);
  const { db, host } = services;
  const { problems, ...draft } = await publishable(services, graph, caller);
  if (draft.slug !== slug) {
    const message = `This graph is of workflow "${draft.slug}", not of "${slug}". Slugs never change.`;
    throw new ServiceError("VALIDATION", message, [{ path: "/slug", message: `must be "${slug}"` }]);
  }
  const { revision } = await withTransaction(db, async (tx) => {
    const place = await lockDraft(tx, slug);
    if (place) refusePublished(place, base);
    const published = await publishRevision(tx, draft);
    if (!published) throw noWorkflow(slug);
    const detail = `revision ${published.revision}`;
    if (!published.created) return published;
    await audit(tx, caller, "workflow.write", `workflows/${slug}`, detail);
    await announcePublished(tx, caller, { slug, name: draft.name, revision: published.revision });
    return published;
  });
  host.workflowChanged(draft.slug);
  return { slug, revision, hash: draft.hash, problems };
}
