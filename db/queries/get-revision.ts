import type { Sql } from "../client.ts";
import type { RevisionRecord, WorkflowHead } from "../rows.ts";

/** A workflow with the revision that new runs take. */
export type PublishedWorkflow = { readonly workflow: WorkflowHead; readonly revision: RevisionRecord };
/** The same where there may be a draft alone. */
export type WorkflowFound = {
  readonly workflow: WorkflowHead;
  readonly revision: RevisionRecord | null;
};

type Joined = WorkflowHead &
  Omit<RevisionRecord, "slug" | "createdAt" | "revision"> & {
    readonly revision: number | null;
    readonly revisionCreatedAt: Date;
  };

export async function findWorkflow(sql: Sql, slug: string): Promise<WorkflowFound | null> {
  const [row] = await sql<Joined[]>`
    select w.slug, w.name, w.description, w.demo, w.published_revision, w.draft_hash, w.draft_nodes, w.draft_by, w.draft_at,
      w.created_at, w.updated_at, r.revision, r.hash, r.graph, r.nodes, r.recursion, r.created_by, r.note,
      r.created_at as revision_created_at
    from workflows w left join revisions r on r.slug = w.slug and r.revision = w.published_revision
    where w.slug = ${slug}`;
  if (!row) return null;
  const { revision, hash, graph, nodes, recursion, createdBy, note, revisionCreatedAt, ...workflow } = row;
  if (revision === null) return { workflow, revision: null };
  const createdAt = revisionCreatedAt;
  return {
    workflow,
    revision: { slug, revision, hash, graph, nodes, recursion, createdBy, note, createdAt },
  };
}

/** `null` = no such workflow, or nothing of it is published. */
export async function getPublished(sql: Sql, slug: string): Promise<PublishedWorkflow | null> {
  const found = await findWorkflow(sql, slug);
  return found?.revision ? { workflow: found.workflow, revision: found.revision } : null;
}

export async function getRevision(sql: Sql, slug: string, revision: number): Promise<RevisionRecord | null> {
  const [row] = await sql<RevisionRecord[]>`
    select * from revisions where slug = ${slug} and revision = ${revision}`;
  return row ?? null;
}
