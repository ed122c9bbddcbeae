import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "#db/client";
import { startEmbeddedPostgres } from "#db/embedded/start";
import { migrateDatabase } from "#db/migrate";

export type Place = { readonly db: Database; readonly url: string; readonly folder: string };

/** Runs a measurement on a migrated database of its own, which is gone afterwards. */
export async function inDatabase(measure: (place: Place) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "banyan-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => {} });
  try {
    await migrateDatabase(postgres.url);
    const db = openDatabase({ url: postgres.url });
    await measure({ db, url: postgres.url, folder });
    await db.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
