import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../client.ts";
import { startEmbeddedPostgres } from "../embedded/start.ts";
import { migrateDatabase } from "../migrate.ts";
import { describeSchema } from "./describe-schema.ts";

/** `npm run db:schema`: writes `drizzle/schema.sql` from a database that all migrations were applied to. */
const dataDir = await mkdtemp(join(tmpdir(), "banyan-schema-"));
const server = await startEmbeddedPostgres({ dataDir, log: console.error, settings: { fsync: "off" } });
try {
  await migrateDatabase(server.url);
  const db = openDatabase({ url: server.url });
  writeFileSync(new URL("../../drizzle/schema.sql", import.meta.url), await describeSchema(db.sql));
  await db.close();
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
