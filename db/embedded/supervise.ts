import { setTimeout as sleep } from "node:timers/promises";
import type Postgres from "postgres";
import { postgres } from "../driver.ts";
import { DATABASE, MAINTENANCE_DATABASE, urlOf } from "./connection.ts";
import { EmbeddedPostgresError } from "./error.ts";
import { ownedBy } from "./owner.ts";
import { type Launch, launchPostmaster, runningPostmaster } from "./postmaster.ts";

/** Key of the advisory lock that the owner holds for as long as it lives. */
const OWNER_LOCK = 1_111_576_153;
/** The connection of a killed owner needs a moment to end. */
const LOCK_WAIT_MS = 2_000;
const RETRY_MS = 200;
const OWNER_NAME = "banyan owner ";

/**
 * Holds the owner's lock in the database (the mark in the folder is the quick answer, this is the certain one), makes
 * the database if need be, and starts the server again, on its port, when it dies while we live. Throws `OWNED`.
 */
export async function superviseServer(
  launch: Launch,
  password: string,
  port: number,
  log: (line: string) => void,
): Promise<{ readonly end: () => Promise<void> }> {
  const watch = { ended: false, reviving: false };
  const sql = postgres(urlOf({ password, port, database: MAINTENANCE_DATABASE }), {
    max: 1,
    connect_timeout: 5,
    max_lifetime: null,
    backoff: () => RETRY_MS / 1_000,
    onnotice: () => undefined,
    connection: { application_name: `${OWNER_NAME}${process.pid}` },
    onclose: () => void revive(sql, { ...launch, port }, watch, log),
  });
  const end = async () => {
    watch.ended = true;
    await sql.end({ timeout: 2 });
  };
  try {
    await takeLock(sql, launch);
    await ensureDatabase(sql);
  } catch (error) {
    await end();
    throw error;
  }
  return { end };
}

type Watch = { ended: boolean; reviving: boolean };

/** The owner's connection broke: brings the server back if it is gone, and takes the lock again. Never gives up. */
async function revive(
  sql: Postgres.Sql,
  launch: Launch,
  watch: Watch,
  log: (line: string) => void,
): Promise<void> {
  if (watch.ended || watch.reviving) return;
  watch.reviving = true;
  let told = false;
  while (!watch.ended) {
    const problem = await tryToRevive(sql, launch);
    if (problem === null) break;
    if (!told) log(`The database is away: ${problem}`);
    told = true;
    await sleep(RETRY_MS);
  }
  watch.reviving = false;
  if (told && !watch.ended) log("The database is back.");
}

/** What is still wrong; `null` = nothing. */
async function tryToRevive(sql: Postgres.Sql, launch: Launch): Promise<string | null> {
  try {
    await serverUp(launch);
    return (await tryLock(sql)) ? null : "its lock is held by someone else.";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function serverUp(launch: Launch): Promise<void> {
  if (runningPostmaster(launch.layout.cluster) === null) await launchPostmaster(launch);
}

async function tryLock(sql: Postgres.Sql): Promise<boolean> {
  const [row] = await sql<
    { locked: boolean }[]
  >`select pg_try_advisory_lock(${OWNER_LOCK}::bigint) as locked`;
  return row?.locked === true;
}

async function takeLock(sql: Postgres.Sql, { layout }: Launch): Promise<void> {
  const end = Date.now() + LOCK_WAIT_MS;
  while (!(await tryLock(sql))) {
    if (Date.now() > end) throw ownedBy(layout, await holderOf(sql));
    await sleep(RETRY_MS);
  }
}

async function holderOf(sql: Postgres.Sql): Promise<number | null> {
  const [row] = await sql<{ name: string }[]>`
    select a.application_name as name from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.objid = ${OWNER_LOCK} and l.granted`;
  const pid = Number(row?.name.replace(OWNER_NAME, ""));
  return Number.isSafeInteger(pid) ? pid : null;
}

async function ensureDatabase(sql: Postgres.Sql): Promise<void> {
  const rows = await sql`select from pg_database where datname = ${DATABASE}`;
  if (rows.length > 0) return;
  try {
    await sql`create database ${sql(DATABASE)}`;
  } catch (error) {
    throw new EmbeddedPostgresError("START_FAILED", `The database could not be made: ${String(error)}.`, {
      cause: error,
    });
  }
}
