import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { postgres } from "./driver.ts";
import { MigrationError, migrateDatabase } from "./migrate.ts";
import { describeSchema } from "./testing/describe-schema.ts";
import { cloneDatabase } from "./testing/template-database.ts";

const { url, sql } = await cloneDatabase();

async function emptyDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  const name = `empty_${process.pid}_${Date.now()}`;
  await admin.unsafe(`create database ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    return await use(own.href);
  } finally {
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end();
  }
}

test("eight that migrate an empty database at once apply each migration once", async () => {
  await emptyDatabase(async (empty) => {
    const results = await Promise.all(Array.from({ length: 8 }, () => migrateDatabase(empty)));
    const [all, ...more] = results.map((result) => result.applied).filter((applied) => applied > 0);
    expect(more).toEqual([]);
    expect(all).toBeGreaterThanOrEqual(2);
  });
});

test("a migrated database has nothing left to apply", async () => {
  expect(await migrateDatabase(url)).toEqual({ applied: 0 });
});

test("a database of a newer version is refused and left as it is", async () => {
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('future', 9999999999999)`;
  await expect(migrateDatabase(url)).rejects.toThrow(MigrationError);
  await sql`delete from drizzle.__drizzle_migrations where hash = 'future'`;
});

test("drizzle/schema.sql shows the schema that the migrations make; npm run db:schema writes it", async () => {
  const golden = readFileSync(new URL("../drizzle/schema.sql", import.meta.url), "utf8");
  expect(await describeSchema(sql)).toBe(golden);
});
