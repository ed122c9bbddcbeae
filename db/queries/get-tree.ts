import type { Sql } from "../client.ts";
import type { TreeRecord } from "../rows.ts";
import { journalHead } from "./read-head.ts";

/** `head` is the end of its journal. */
export async function getTree(sql: Sql, treeId: string): Promise<TreeRecord | null> {
  const [row] = await sql<TreeRecord[]>`
    select *, ${journalHead(sql)} as head from trees where id = ${treeId}`;
  return row ?? null;
}

/** `head` is the seq that the rows of its runs reflect: for who reads those too, and goes on from there by events. */
export async function getTreeAsWritten(sql: Sql, treeId: string): Promise<TreeRecord | null> {
  const [row] = await sql<TreeRecord[]>`select * from trees where id = ${treeId}`;
  return row ?? null;
}

/** Those of the trees that starts with these keys made, with the key of each. */
export async function findTreesByKeys(
  sql: Sql,
  keys: readonly string[],
): Promise<readonly Pick<TreeRecord, "id" | "idempotencyKey" | "endedAt">[]> {
  return await sql`
    select id, idempotency_key, ended_at from trees where idempotency_key = any(${[...keys]}::text[])`;
}

/** The tree that an earlier start with this key made; compare its `requestHash`. */
export async function findTreeByKey(sql: Sql, idempotencyKey: string): Promise<TreeRecord | null> {
  const [row] = await sql<TreeRecord[]>`select * from trees where idempotency_key = ${idempotencyKey}`;
  return row ?? null;
}
