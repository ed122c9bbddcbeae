import type { Sql } from "../client.ts";
import type { RevisionRecord, WorkflowHead } from "../rows.ts";

export type WorkflowListed = WorkflowHead & {
  /** Facts of the published revision; `null` = there is only a draft. */
  readonly hash: RevisionRecord["hash"] | null;
  readonly nodes: RevisionRecord["nodes"] | null;
  readonly updatedBy: RevisionRecord["createdBy"] | null;
};

/** Every workflow by name. */
export function listWorkflows(sql: Sql): Promise<WorkflowListed[]> {
  return sql<WorkflowListed[]>`
    select w.slug, w.name, w.description, w.demo, w.published_revision, w.draft_hash, w.draft_nodes, w.draft_by, w.draft_at,
      w.created_at, w.updated_at, r.hash, r.nodes, r.created_by as updated_by
    from workflows w left join revisions r on r.slug = w.slug and r.revision = w.published_revision
    order by w.name, w.slug`;
}
