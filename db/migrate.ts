import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type Postgres from "postgres";
import { postgres } from "./driver.ts";

const FOLDER = fileURLToPath(new URL("../drizzle", import.meta.url));
/** Key of the advisory lock that one migrating process holds; others wait and then find nothing to do. */
const MIGRATION_LOCK = 1_111_576_154;

/** The message is one line: what happened, and what to do. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

/** Brings a database up to date; all pending migrations apply in one transaction, or none. Any number of processes may call it at once. */
export async function migrateDatabase(url: string): Promise<{ readonly applied: number }> {
  const client = postgres(url, {
    max: 1,
    max_lifetime: null,
    onnotice: () => undefined,
    connection: { application_name: "banyan migrate" },
  });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK}::bigint)`;
    const [before, known] = [await appliedMigrations(client), knownMigrations()];
    refuseNewer(before, known.length);
    // Loading Drizzle is a hundred modules, and nearly every start finds nothing to do.
    if (before === known.length && (await newestMigration(client)) === known.at(-1)?.when)
      return { applied: 0 };
    await applyMigrations(client);
    return { applied: (await appliedMigrations(client)) - before };
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Drizzle loads the driver too, so it comes after the repaired one. */
async function applyMigrations(client: Postgres.Sql): Promise<void> {
  const { drizzle } = await import("drizzle-orm/postgres-js");
  const { migrate } = await import("drizzle-orm/postgres-js/migrator");
  await migrate(drizzle(client), { migrationsFolder: FOLDER });
}

async function appliedMigrations(client: Postgres.Sql): Promise<number> {
  const [table] = await client<{ found: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as found`;
  if (!table?.found) return 0;
  const [row] = await client<{ count: number }[]>`
    select count(*)::int as count from drizzle.__drizzle_migrations`;
  return row?.count ?? 0;
}

async function newestMigration(client: Postgres.Sql): Promise<number | null> {
  const [row] = await client<{ newest: string | null }[]>`
    select max(created_at)::text as newest from drizzle.__drizzle_migrations`;
  return row?.newest == null ? null : Number(row.newest);
}

type KnownMigration = { readonly when: number };

function knownMigrations(): readonly KnownMigration[] {
  const journal = readFileSync(`${FOLDER}/meta/_journal.json`, "utf8");
  return (JSON.parse(journal) as { readonly entries: readonly KnownMigration[] }).entries;
}

function refuseNewer(applied: number, known: number): void {
  if (applied <= known) return;
  throw new MigrationError(
    "This database was written by a newer version of Banyan. Start that version, or point this one to another database.",
  );
}
