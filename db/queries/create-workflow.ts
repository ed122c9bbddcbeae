import type { Sql } from "../client.ts";

/** A graph on its way to become a revision. */
export type RevisionDraft = {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly hash: string;
  readonly graph: string;
  readonly nodes: number;
  readonly recursion: "none" | "self";
  readonly createdBy: string;
  readonly note?: string;
  /** Of the demo data. Only a new workflow is marked. */
  readonly demo?: boolean;
};

/** Creates a workflow with revision 1, published. `false` and nothing written: the slug is taken. One statement. */
export async function createWorkflow(sql: Sql, draft: RevisionDraft): Promise<boolean> {
  const rows = await sql`
    with created as (
      insert into workflows (slug, name, description, published_revision, demo)
      values (${draft.slug}, ${draft.name}, ${draft.description}, 1,
        ${draft.demo ?? false})
      on conflict do nothing returning slug
    )
    insert into revisions (slug, revision, hash, graph, nodes, recursion, created_by)
    select slug, 1, ${draft.hash}, ${draft.graph}, ${draft.nodes}::int, ${draft.recursion}, ${draft.createdBy}
    from created returning slug`;
  return rows.length > 0;
}
