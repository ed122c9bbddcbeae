import { randomBytes } from "node:crypto";
import type Postgres from "postgres";
import { afterAll, expect, inject } from "vitest";
import { type Database, openDatabase } from "../client.ts";
import { postgres } from "../driver.ts";

declare module "vitest" {
  interface ProvidedContext {
    databaseServerUrl: string;
  }
}

export const TEMPLATE = "banyan_template";

export type ClonedDatabase = {
  readonly url: string;
  readonly db: Database;
  readonly sql: Database["sql"];
  /** Called after the file's tests; fails when the file left connections open. */
  readonly drop: () => Promise<void>;
};

/** A migrated database of its own for a test file. Call it at the top of the file, outside tests: it drops itself. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = new URL(inject("databaseServerUrl"));
  const admin = () => postgres(url.href, { max: 1, onnotice: () => undefined });
  await once(admin(), `create database ${name} template ${TEMPLATE}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const db = openDatabase({ url: own.href, applicationName: "banyan test" });
  const drop = async () => {
    await db.close();
    const leaked = await leakedConnections(admin(), name);
    await once(admin(), `drop database if exists ${name} with (force)`);
    expect(leaked, "connections that this file left open").toEqual([]);
  };
  afterAll(drop);
  return { url: own.href, db, sql: db.sql, drop };
}

async function once(client: Postgres.Sql, statement: string): Promise<void> {
  try {
    await client.unsafe(statement);
  } finally {
    await client.end();
  }
}

const CLOSING_MS = 2_000;

/** A closed connection takes the server a moment to forget. */
async function leakedConnections(client: Postgres.Sql, name: string): Promise<readonly string[]> {
  const end = Date.now() + CLOSING_MS;
  try {
    for (;;) {
      const rows = await client<{ open: string }[]>`
        select application_name || ': ' || query as open from pg_stat_activity where datname = ${name}`;
      if (rows.length === 0 || Date.now() > end) return rows.map((row) => row.open);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    await client.end();
  }
}
