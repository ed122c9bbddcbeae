import { type Database, openDatabase } from "#db/client";
import { runningEmbedded } from "#db/embedded/attach";
import { startEmbeddedPostgres } from "#db/embedded/start";
import { migrateDatabase } from "#db/migrate";
import { dataFolder } from "./connection.ts";

/** Works on the database of this machine, whether a server runs or not; what it had to start it stops again. */
export async function onHostDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const { url, stop } = await reach();
  const db = openDatabase({ url, max: 2, applicationName: "banyan cli" });
  try {
    return await work(db);
  } finally {
    await db.close();
    await stop();
  }
}

async function reach(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const nothing = async () => undefined;
  const running = process.env["DATABASE_URL"] || runningEmbedded(dataFolder(process.env));
  if (running) return { url: running, stop: nothing };
  const started = await startEmbeddedPostgres({ dataDir: dataFolder(process.env), log: () => undefined });
  await migrateDatabase(started.url);
  return { url: started.url, stop: started.stop };
}
