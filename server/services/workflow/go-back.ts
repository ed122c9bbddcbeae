import { findWorkflow, getRevision } from "#db/queries/get-revision";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { GoBackInput } from "../inputs-drafts.ts";
import type { Caller, SavedDraft } from "../types.ts";
import { noRevision, noWorkflow } from "./no-workflow.ts";
import { prepareDraft, storeDraft } from "./save-draft.ts";

/**
 * Makes an earlier revision the draft. No revision is taken away or changed by it: published, it is the next one. A draft
 * that it would replace must be named by `base`.
 */
export async function goBack(
  services: Services,
  caller: Caller,
  { slug, revision, base }: GoBackInput,
): Promise<SavedDraft> {
  authorize(caller, "workflow.saveDraft");
  const { sql } = services.db;
  const found = await findWorkflow(sql, slug);
  if (!found) throw noWorkflow(slug);
  const earlier = await getRevision(sql, slug, revision);
  if (!earlier) throw noRevision(slug, revision);
  if (earlier.hash === found.revision?.hash) throw alreadyThere(slug, revision, found.revision.revision);
  const prepared = await prepareDraft(services, caller, JSON.parse(earlier.graph), slug);
  const draft = await storeDraft(
    services,
    caller,
    { slug, base, prepared, anew: true },
    { action: "workflow.saveDraft", detail: `as revision ${revision} was` },
  );
  return { slug, draft, problems: prepared.checked.problems };
}

function alreadyThere(slug: string, revision: number, published: number): ServiceError {
  const same = revision === published ? "" : `, which is the same as revision ${revision}`;
  const message = `New runs of "${slug}" take revision ${published} already${same}: there is nothing to go back to. Discard the draft if you want to be rid of it.`;
  return new ServiceError("PRECONDITION_FAILED", message, [{ path: "/revision", message }]);
}
