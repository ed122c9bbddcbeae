import { type Database, openDatabase } from "#db/client";
import { startEmbeddedPostgres } from "#db/embedded/start";
import { migrateDatabase } from "#db/migrate";
import { ensureIncarnation } from "#db/queries/settings";
import type { Env } from "../env.ts";
import type { Logger } from "../logger.ts";
import type { Stopper } from "./stop.ts";

/** The migrated database: the one that the environment names, or the one that lives in the data folder. */
export async function openMigrated(
  env: Env,
  log: Logger,
  stopper: Stopper,
): Promise<{ readonly db: Database; readonly incarnation: string }> {
  const url = env.databaseUrl ?? (await startEmbedded(env.dataDir, log, stopper));
  const { applied } = await migrateDatabase(url);
  if (applied > 0) log.info({ applied }, "migrated the database");
  const db = openDatabase({ url });
  stopper.onStop("database connections", db.close);
  return { db, incarnation: await ensureIncarnation(db.sql) };
}

async function startEmbedded(dataDir: string, log: Logger, stopper: Stopper): Promise<string> {
  const postgres = await startEmbeddedPostgres({ dataDir, log: (line) => log.info({}, line) });
  stopper.onStop("embedded database", postgres.stop);
  if (postgres.adopted)
    log.warn({}, "took over the database server that an earlier process had left running");
  return postgres.url;
}
