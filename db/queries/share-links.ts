import type { Sql } from "../client.ts";
import type { ShareLinkRecord } from "../rows.ts";

export type ShareLinkDraft = Pick<
  ShareLinkRecord,
  "id" | "treeId" | "hash" | "names" | "values" | "createdBy"
> & { readonly lifetimeMs: number };

/** With its tree and the person whose rights it carries. */
export type ListedShareLink = ShareLinkRecord & {
  readonly slug: string;
  readonly label: string | null;
  readonly creatorName: string;
  readonly creatorRole: string;
  readonly creatorDisabled: boolean;
  /** By the database's clock. */
  readonly expired: boolean;
};

const KEPT = "30 days";

/** Links that ended long ago go with it: nobody who holds one asks any more. */
export async function createShareLink(sql: Sql, draft: ShareLinkDraft): Promise<void> {
  const { id, treeId, hash, names, values, createdBy, lifetimeMs } = draft;
  await sql`delete from share_links where coalesce(revoked_at, expires_at) < now() - ${KEPT}::interval`;
  await sql`
    insert into share_links (id, tree_id, hash, names, "values", created_by, expires_at)
    values (${id}, ${treeId}, ${hash}, ${names}, ${values}, ${createdBy},
      now() + ${lifetimeMs}::float8 * interval '1 millisecond')`;
}

function listed(sql: Sql) {
  return sql`
    select l.*, t.slug, t.label, u.name as creator_name, u.role as creator_role,
      u.disabled_at is not null as creator_disabled, l.expires_at <= now() as expired
    from share_links l join trees t on t.id = l.tree_id join users u on u.id = l.created_by`;
}

/** Of one tree or of all; those that still work first, then the newest. */
export function listShareLinks(sql: Sql, treeId: string | null, limit: number): Promise<ListedShareLink[]> {
  return sql<ListedShareLink[]>`
    ${listed(sql)} where ${treeId}::uuid is null or l.tree_id = ${treeId}::uuid
    order by (l.revoked_at is null and l.expires_at > now()) desc, l.created_at desc, l.id limit ${limit}`;
}

export async function countOpenShareLinks(sql: Sql, treeId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from share_links
    where tree_id = ${treeId} and revoked_at is null and expires_at > now()`;
  return row?.count ?? 0;
}

/** Also one that has ended: who holds it is told so. */
export async function findShareLink(sql: Sql, hash: string): Promise<ListedShareLink | null> {
  const [row] = await sql<ListedShareLink[]>`${listed(sql)} where l.hash = ${hash}`;
  return row ?? null;
}

export async function getShareLink(sql: Sql, id: string): Promise<ListedShareLink | null> {
  const [row] = await sql<ListedShareLink[]>`${listed(sql)} where l.id = ${id}`;
  return row ?? null;
}

/** Answers the tree of what was revoked; `null`: there was none that still worked. */
export async function revokeShareLink(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql<{ treeId: string }[]>`
    update share_links set revoked_at = now()
    where id = ${id} and revoked_at is null and expires_at > now() returning tree_id`;
  return row?.treeId ?? null;
}

/** Notes that the link was used, once a minute at most. */
export async function touchShareLink(sql: Sql, id: string): Promise<void> {
  await sql`
    update share_links set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`;
}
