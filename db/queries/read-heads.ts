import type { Sql } from "../client.ts";
import { journalHead } from "./read-head.ts";

export type HeadOfTree = { readonly id: string; readonly head: number; readonly status: string };

/** Where many trees stand, in one statement. Trees that do not exist are left out. */
export async function readHeads(sql: Sql, treeIds: readonly string[]): Promise<readonly HeadOfTree[]> {
  return await sql<HeadOfTree[]>`
    select id, ${journalHead(sql)} as head, status from trees where id = any(${[...treeIds]}::uuid[])`;
}
