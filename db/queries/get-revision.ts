import type { Sql } from "../client.ts";
import type { RevisionRecord, WorkflowRecord } from "../rows.ts";

/** A workflow with the revision that new runs take. */
export type PublishedWorkflow = { readonly workflow: WorkflowRecord; readonly revision: RevisionRecord };

export async function getPublished(sql: Sql, slug: string): Promise<PublishedWorkflow | null> {
  const [row] = await sql<(WorkflowRecord & RevisionRecord & { revisionCreatedAt: Date })[]>`
    select w.*, r.revision, r.hash, r.graph, r.nodes, r.recursion, r.created_by,
      r.created_at as revision_created_at
    from workflows w join revisions r on r.slug = w.slug and r.revision = w.published_revision
    where w.slug = ${slug}`;
  if (!row) return null;
  const { revision, hash, graph, nodes, recursion, createdBy, revisionCreatedAt, ...workflow } = row;
  return {
    workflow,
    revision: { slug, revision, hash, graph, nodes, recursion, createdBy, createdAt: revisionCreatedAt },
  };
}

export async function getRevision(sql: Sql, slug: string, revision: number): Promise<RevisionRecord | null> {
  const [row] = await sql<RevisionRecord[]>`
    select * from revisions where slug = ${slug} and revision = ${revision}`;
  return row ?? null;
}
