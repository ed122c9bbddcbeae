import { withTransaction } from "#db/client";
import { createWorkflow as insertWorkflow } from "#db/queries/create-workflow";
import { audit } from "../audit.ts";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import { ServiceError } from "../errors.ts";
import type { Caller, Published } from "../types.ts";
import { announcePublished } from "../workspace/announce.ts";
import { publishable } from "./check-graph.ts";
import { refuseSecrets } from "./refuse-secrets.ts";

/** Stores a graph as a new workflow and publishes it as revision 1. */
export async function createWorkflow(
  services: Services,
  caller: Caller,
  { graph }: { readonly graph?: unknown },
): Promise<Published> {
  authorize(caller, "workflow.write");
  refuseSecrets(services, graph);
  const { db, host } = services;
  const { problems, ...draft } = await publishable(services, graph, caller);
  await withTransaction(db, async (tx) => {
    if (!(await insertWorkflow(tx, draft))) {
      const message = `There is a workflow "${draft.slug}" already. Publish a new revision of it, or choose another slug.`;
      throw new ServiceError("CONFLICT", message, [{ path: "/slug", message: "is taken" }]);
    }
    await audit(tx, caller, "workflow.write", `workflows/${draft.slug}`, "revision 1");
    await announcePublished(tx, caller, { slug: draft.slug, name: draft.name, revision: 1 });
  });
  host.workflowChanged(draft.slug);
  return { slug: draft.slug, revision: 1, hash: draft.hash, problems };
}
