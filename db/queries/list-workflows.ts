import type { Sql } from "../client.ts";
import type { RevisionRecord, WorkflowRecord } from "../rows.ts";

export type WorkflowListed = WorkflowRecord &
  Pick<RevisionRecord, "hash" | "nodes" | "recursion"> & {
    /** Who published the present revision. */
    readonly updatedBy: string;
  };

/** Every workflow by name, with facts of its published revision. */
export function listWorkflows(sql: Sql): Promise<WorkflowListed[]> {
  return sql<WorkflowListed[]>`
    select w.*, r.hash, r.nodes, r.recursion, r.created_by as updated_by
    from workflows w join revisions r on r.slug = w.slug and r.revision = w.published_revision
    order by w.name, w.slug`;
}
