import { withTransaction } from "#db/client";
import { createWorkflow } from "#db/queries/create-workflow";
import { findWorkflow } from "#db/queries/get-revision";
import { publishRevision } from "#db/queries/publish-revision";
import { audit } from "../audit.ts";
import type { Services } from "../context.ts";
import type { Caller } from "../types.ts";
import { announcePublished } from "../workspace/announce.ts";
import { type Checking, publishable } from "./check-graph.ts";

const SEEDER: Caller = { actor: { kind: "system", id: "seed", name: "Banyan" }, role: "owner" };

/**
 * Stores the workflows that come with the product, and their new revisions as long as nobody has edited them.
 * @returns slugs that were stored or changed.
 * @throws VALIDATION when one is not a valid graph.
 */
export async function seedExamples(
  services: Checking & Pick<Services, "host">,
  graphs: readonly unknown[],
): Promise<readonly string[]> {
  const { db, host } = services;
  const changed: string[] = [];
  for (const graph of graphs) {
    const { problems: _, ...draft } = await publishable(services, graph, SEEDER);
    const found = await findWorkflow(db.sql, draft.slug);
    if (found && found.revision?.createdBy !== SEEDER.actor.name) continue;
    const revision = await withTransaction(db, async (tx) => {
      const created = await createWorkflow(tx, draft);
      const next = created ? { revision: 1, created } : await publishRevision(tx, draft);
      if (!next?.created) return null;
      await audit(tx, SEEDER, "workflow.write", `workflows/${draft.slug}`, `revision ${next.revision}`);
      await announcePublished(tx, SEEDER, { slug: draft.slug, name: draft.name, revision: next.revision });
      return next.revision;
    });
    if (revision === null) continue;
    host.workflowChanged(draft.slug);
    changed.push(draft.slug);
  }
  return changed;
}
