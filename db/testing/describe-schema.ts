import type { Sql } from "../client.ts";

/** The schema of a database as readable, stable text: what `drizzle/schema.sql` holds. (`pg_dump` is not in the npm binaries.) */
export async function describeSchema(sql: Sql): Promise<string> {
  const tables = await sql<TableFacts[]>`
    select c.oid::int, c.relname as name, coalesce(array_to_string(c.reloptions, ', '), '') as options
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by c.relname`;
  const parts = await Promise.all(tables.map((table) => describeTable(sql, table)));
  return `-- Written by \`npm run db:schema\` from a migrated database. Do not edit.\n\n${parts.join("\n")}`;
}

type TableFacts = { readonly oid: number; readonly name: string; readonly options: string };

async function describeTable(sql: Sql, { oid, name, options }: TableFacts): Promise<string> {
  const columns = await sql<{ line: string }[]>`
    select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' not null' else '' end
      || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped order by a.attnum`;
  const constraints = await sql<{ line: string }[]>`
    select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint
    where conrelid = ${oid} and contype <> 'n' order by contype desc, conname`;
  const indexes = await sql<{ line: string }[]>`
    select pg_get_indexdef(i.indexrelid) as line from pg_index i
    where i.indrelid = ${oid} and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
    order by 1`;
  const lines = [...columns, ...constraints].map(({ line }) => `  ${line}`).join(",\n");
  const suffix = options === "" ? "" : ` with (${options})`;
  return `create table ${name} (\n${lines}\n)${suffix};\n${indexes.map(({ line }) => `${line};\n`).join("")}`;
}
