import type { Sql } from "../client.ts";
import type { SavedViewRecord } from "../rows.ts";

/** Views of a list that a person may use: their own, and those that all share. */
export function listSavedViews(sql: Sql, list: string, ownerId: string): Promise<SavedViewRecord[]> {
  return sql<SavedViewRecord[]>`
    select * from saved_views where list = ${list} and (shared or owner_id = ${ownerId})
    order by shared, lower(name), id`;
}

/** Locks it for the transaction. `null` = no such view, or another person's own. */
export async function findSavedView(tx: Sql, id: string, ownerId: string): Promise<SavedViewRecord | null> {
  const [view] = await tx<SavedViewRecord[]>`
    select * from saved_views where id = ${id}::uuid and (shared or owner_id = ${ownerId}) for update`;
  return view ?? null;
}

export async function countSavedViews(sql: Sql, ownerId: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from saved_views where owner_id = ${ownerId}`;
  return row?.count ?? 0;
}

type ViewDraft = Pick<SavedViewRecord, "id" | "list" | "name" | "ownerId" | "ownerName" | "shared" | "query">;

/** `null` = the name is taken. */
export async function insertSavedView(tx: Sql, view: ViewDraft): Promise<SavedViewRecord | null> {
  const [row] = await tx<SavedViewRecord[]>`
    insert into saved_views (id, list, name, owner_id, owner_name, shared, query)
    values (${view.id}, ${view.list}, ${view.name}, ${view.ownerId}, ${view.ownerName}, ${view.shared}, ${view.query})
    on conflict do nothing returning *`;
  return row ?? null;
}

export async function updateSavedView(
  tx: Sql,
  { id, name, shared, query }: Pick<SavedViewRecord, "id" | "name" | "shared" | "query">,
): Promise<SavedViewRecord | null> {
  const [row] = await tx<SavedViewRecord[]>`
    update saved_views set name = ${name}, shared = ${shared}, query = ${query}, updated_at = now()
    where id = ${id}::uuid returning *`;
  return row ?? null;
}

export async function deleteSavedView(tx: Sql, id: string): Promise<void> {
  await tx`delete from saved_views where id = ${id}::uuid`;
}
