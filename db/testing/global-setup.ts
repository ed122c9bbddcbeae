import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgres } from "../driver.ts";
import { startEmbeddedPostgres } from "../embedded/start.ts";
import { migrateDatabase } from "../migrate.ts";
import { TEMPLATE } from "./template-database.ts";

let stop: () => Promise<void> = () => Promise.resolve();

/** One server for the whole session, in a folder of its own, with one migrated database that test files clone. */
export async function setup(project: {
  readonly provide: (key: "databaseServerUrl", value: string) => void;
}): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "banyan-test-"));
  const server = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    // The folder is thrown away, so nothing needs to survive a power cut. Tests of durability start servers of their own.
    settings: { fsync: "off", full_page_writes: "off", max_connections: "200" },
  });
  stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`create database ${TEMPLATE}`);
  await admin.end();
  await migrateDatabase(withDatabase(server.url, TEMPLATE));
  project.provide("databaseServerUrl", server.url);
}

export async function teardown(): Promise<void> {
  await stop();
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
