import { findWorkflow } from "#db/queries/get-revision";
import { listRevisions as selectRevisions } from "#db/queries/list-revisions";
import { authorize } from "../authorize.ts";
import type { Services } from "../context.ts";
import type { ListRevisionsInput } from "../inputs-drafts.ts";
import type { Caller, RevisionSummary } from "../types.ts";
import { noWorkflow } from "./no-workflow.ts";

export type RevisionsPage = {
  readonly data: readonly RevisionSummary[];
  /** Number of the last one, where there are older ones. */
  readonly nextCursor: number | null;
};

/** What was published of a workflow, the newest first. */
export async function listRevisions(
  { db }: Pick<Services, "db">,
  caller: Caller,
  { slug, cursor, limit }: ListRevisionsInput,
): Promise<RevisionsPage> {
  authorize(caller, "workflow.read");
  const found = await findWorkflow(db.sql, slug);
  if (!found) throw noWorkflow(slug);
  const rows = await selectRevisions(db.sql, slug, { before: cursor ?? null, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const data = shown.map((row) => revisionSummary(row, found.workflow.publishedRevision));
  return { data, nextCursor: rows.length > limit ? (shown.at(-1)?.revision ?? null) : null };
}

type Stored = Omit<RevisionSummary, "createdAt" | "published"> & { readonly createdAt: Date };

export function revisionSummary(
  { revision, hash, nodes, createdAt, createdBy, note }: Stored,
  publishedRevision: number,
): RevisionSummary {
  const published = revision === publishedRevision;
  return { revision, hash, nodes, createdAt: createdAt.toISOString(), createdBy, note, published };
}
