import type { Sql } from "../client.ts";

export async function getSetting(sql: Sql, key: string): Promise<string | null> {
  const [row] = await sql<{ value: string }[]>`select value from settings where key = ${key}`;
  return row?.value ?? null;
}

export async function putSetting(sql: Sql, key: string, value: string): Promise<void> {
  await sql`
    insert into settings (key, value) values (${key}, ${value})
    on conflict (key) do update set value = excluded.value`;
}

/** Random name of this database, made once: a client that saw another one starts over. */
export async function ensureIncarnation(sql: Sql): Promise<string> {
  await sql`
    insert into settings (key, value) values ('incarnation', gen_random_uuid()::text) on conflict do nothing`;
  const incarnation = await getSetting(sql, "incarnation");
  if (incarnation === null) throw new Error("The database has no incarnation.");
  return incarnation;
}
