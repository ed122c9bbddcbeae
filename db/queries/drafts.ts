import type { Sql, Transaction } from "../client.ts";
import type { WorkflowRecord } from "../rows.ts";

/** A graph that is kept and not run. It need not be one that could be published. */
export type NewDraft = {
  readonly slug: string;
  /** The workflow is called so as long as nothing of it is published. */
  readonly name: string;
  readonly description: string;
  readonly hash: string;
  readonly graph: string;
  readonly nodes: number;
  readonly by: string;
};

/** What a draft is of, and which graph stands there now. */
export type DraftPlace = Pick<
  WorkflowRecord,
  "slug" | "name" | "demo" | "publishedRevision" | "draftHash" | "draftFrom" | "draftBy" | "draftAt"
> & {
  readonly publishedHash: string | null;
};

export type StoredDraft = DraftPlace & Pick<WorkflowRecord, "draftGraph">;

/** A workflow with its draft, if it has one. */
export async function readDraft(sql: Sql, slug: string): Promise<StoredDraft | null> {
  const [row] = await sql<StoredDraft[]>`
    select w.slug, w.name, w.demo, w.published_revision, w.draft_hash, w.draft_from, w.draft_by, w.draft_at,
      w.draft_graph, r.hash as published_hash
    from workflows w left join revisions r on r.slug = w.slug and r.revision = w.published_revision
    where w.slug = ${slug}`;
  return row ?? null;
}

/** Nobody else saves, publishes or discards it until the transaction ends. */
export async function lockDraft(tx: Transaction, slug: string): Promise<DraftPlace | null> {
  const [workflow] = await tx<Omit<DraftPlace, "publishedHash">[]>`
    select slug, name, demo, published_revision, draft_hash, draft_from, draft_by, draft_at
    from workflows where slug = ${slug} for update`;
  if (!workflow) return null;
  const [revision] = await tx<{ hash: string }[]>`
    select hash from revisions where slug = ${slug} and revision = ${workflow.publishedRevision}`;
  return { ...workflow, publishedHash: revision?.hash ?? null };
}

/** A new workflow that is a draft alone. `null` and nothing written: the slug is taken. */
export async function createDraft(tx: Transaction, draft: NewDraft): Promise<Date | null> {
  const [row] = await tx<{ draftAt: Date }[]>`
    insert into workflows (slug, name, description, published_revision, draft_graph, draft_hash, draft_nodes, draft_from,
      draft_by, draft_at)
    values (${draft.slug}, ${draft.name}, ${draft.description}, 0, ${draft.graph}, ${draft.hash}, ${draft.nodes}, 0,
      ${draft.by}, now())
    on conflict do nothing returning draft_at`;
  return row?.draftAt ?? null;
}

/**
 * Puts a draft in the place of the one there is. Lock it first.
 * @param anew It does not go on from that one: it is begun now, over what is published now.
 */
export async function writeDraft(tx: Transaction, draft: NewDraft, anew = false): Promise<Date> {
  const [row] = await tx<{ draftAt: Date }[]>`
    update workflows set draft_graph = ${draft.graph}, draft_hash = ${draft.hash}, draft_nodes = ${draft.nodes},
      draft_from = case when draft_hash is null or ${anew} then published_revision else draft_from end,
      draft_by = ${draft.by}, draft_at = now(),
      name = case when published_revision = 0 then ${draft.name} else name end,
      description = case when published_revision = 0 then ${draft.description} else description end
    where slug = ${draft.slug} returning draft_at`;
  if (!row) throw new Error(`The workflow "${draft.slug}" went away under its lock.`);
  return row.draftAt;
}

export async function clearDraft(tx: Transaction, slug: string): Promise<void> {
  await tx`
    update workflows set draft_graph = null, draft_hash = null, draft_nodes = null, draft_from = null, draft_by = null,
      draft_at = null
    where slug = ${slug}`;
}

/** `Pins` as JSON; `null` = none. They stay when the draft is published, as what they were found for does. */
export async function readPins(
  sql: Sql,
  slug: string,
): Promise<{ readonly draftPins: string | null } | null> {
  const [row] = await sql<{ draftPins: string | null }[]>`
    select draft_pins from workflows where slug = ${slug}`;
  return row ?? null;
}

/** Nobody else pins anything there until the transaction ends. */
export async function lockPins(
  tx: Transaction,
  slug: string,
): Promise<{ readonly draftPins: string | null } | null> {
  const [row] = await tx<{ draftPins: string | null }[]>`
    select draft_pins from workflows where slug = ${slug} for update`;
  return row ?? null;
}

export async function writePins(tx: Transaction, slug: string, pins: string | null): Promise<void> {
  await tx`update workflows set draft_pins = ${pins} where slug = ${slug}`;
}

/** Removes a workflow of which nothing was ever published. */
export async function deleteUnpublished(tx: Transaction, slug: string): Promise<void> {
  await tx`delete from workflows where slug = ${slug} and published_revision = 0`;
}
