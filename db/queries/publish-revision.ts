import type { Sql } from "../client.ts";
import type { RevisionDraft } from "./create-workflow.ts";

export type Published = {
  readonly revision: number;
  /** `false`: the published revision is this very graph, so there is no new number. */
  readonly created: boolean;
};

/**
 * Gives an existing workflow its next revision and moves the pointer to it. Call it in a transaction: the row lock
 * keeps numbers dense under concurrent publishing. `null` = no such workflow.
 */
export async function publishRevision(tx: Sql, draft: RevisionDraft): Promise<Published | null> {
  const [workflow] = await tx<{ publishedRevision: number }[]>`
    select published_revision from workflows where slug = ${draft.slug} for update`;
  if (!workflow) return null;
  const [revision] = await tx<{ hash: string; last: number }[]>`
    select hash, (select max(revision) from revisions where slug = ${draft.slug}) as last
    from revisions where slug = ${draft.slug} and revision = ${workflow.publishedRevision}`;
  if (revision?.hash === draft.hash) return { revision: workflow.publishedRevision, created: false };
  const next = (revision?.last ?? 0) + 1;
  await tx`
    insert into revisions (slug, revision, hash, graph, nodes, recursion, created_by, note)
    values (${draft.slug}, ${next}, ${draft.hash}, ${draft.graph}, ${draft.nodes}, ${draft.recursion},
      ${draft.createdBy}, ${draft.note ?? null})`;
  await tx`
    update workflows set published_revision = ${next}, name = ${draft.name}, description = ${draft.description},
      updated_at = now()
    where slug = ${draft.slug}`;
  return { revision: next, created: true };
}
