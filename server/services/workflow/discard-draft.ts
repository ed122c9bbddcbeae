import { withTransaction } from "#db/client";
import { clearDraft, deleteUnpublished, lockDraft, writePins } from "#db/queries/drafts";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { DiscardDraftInput } from "../inputs-drafts.ts";
import type { Caller, DiscardedDraft } from "../types.ts";
import { announceChanged } from "../workspace/announce.ts";
import { refuseMoved } from "./draft-place.ts";
import { noDraft, noWorkflow } from "./no-workflow.ts";

/** Deletes the draft. A workflow of which nothing is published is nothing else, so it goes whole. */
export async function discardDraft(
  { db }: Services,
  caller: Caller,
  { slug, base }: DiscardDraftInput,
): Promise<DiscardedDraft> {
  authorize(caller, "workflow.discardDraft");
  return await withTransaction(db, async (tx) => {
    const place = await lockDraft(tx, slug);
    if (!place) throw noWorkflow(slug);
    if (place.draftHash === null) throw noDraft(slug);
    refuseMoved(place, base);
    const workflowDeleted = place.publishedRevision === 0;
    await (workflowDeleted ? deleteUnpublished(tx, slug) : clearDraft(tx, slug));
    await writePins(tx, slug, null);
    const what = `draft ${place.draftHash.slice(0, 12)}`;
    const detail = workflowDeleted ? `${what}, and the workflow, of which nothing was published` : what;
    await audit(tx, caller, "workflow.discardDraft", `workflows/${slug}`, detail);
    const { name, demo } = place;
    const revision = place.publishedRevision || null;
    await announceChanged(tx, caller, { slug, name, demo, revision, gone: workflowDeleted });
    return { slug, workflowDeleted };
  });
}
