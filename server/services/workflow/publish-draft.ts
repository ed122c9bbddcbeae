import { withTransaction } from "#db/client";
import { clearDraft, lockDraft, readDraft } from "#db/queries/drafts";
import { publishRevision } from "#db/queries/publish-revision";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { PublishDraftInput } from "../inputs-drafts.ts";
import type { Caller, Published } from "../types.ts";
import { announceChanged, announcePublished } from "../workspace/announce.ts";
import { publishable } from "./check-graph.ts";
import { refuseMoved, refuseOvertaken } from "./draft-place.ts";
import { noDraft, noWorkflow } from "./no-workflow.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

/**
 * Makes the draft the next revision, and then there is no draft. A draft with errors is refused, and stays; so is one over a
 * revision that was published since it was begun, unless `over` says that this was seen.
 */
export async function publishDraft(
  services: Services,
  caller: Caller,
  { slug, hash, note, over }: PublishDraftInput,
): Promise<Published> {
  authorize(caller, "workflow.publish");
  const { db, host } = services;
  const found = await readDraft(db.sql, slug);
  if (!found) throw noWorkflow(slug);
  if (found.draftGraph === null || found.draftHash === null) throw noDraft(slug);
  refuseMoved(found, hash);
  refuseOvertaken(found, over);
  const graph: unknown = JSON.parse(found.draftGraph);
  refuseSecrets(services, graph);
  const { problems, ...checked } = await publishable(services, graph, caller);
  const seen = found.draftHash;
  const { revision } = await withTransaction(db, async (tx) => {
    // Whoever saves another draft while this one is checked is not published unseen.
    const place = await lockDraft(tx, slug);
    refuseMoved(place, seen);
    refuseOvertaken(place, over);
    const published = place && (await publishRevision(tx, note ? { ...checked, note } : checked));
    if (!published) throw noWorkflow(slug);
    await clearDraft(tx, slug);
    const { created } = published;
    const detail = `revision ${published.revision}${note ? `: ${note}` : ""}`;
    await audit(tx, caller, "workflow.publish", `workflows/${slug}`, detail);
    const news = { slug, name: checked.name, revision: published.revision, demo: place.demo };
    await (created ? announcePublished(tx, caller, news) : announceChanged(tx, caller, news));
    return published;
  });
  host.workflowChanged(slug);
  return { slug, revision, hash: checked.hash, problems };
}
