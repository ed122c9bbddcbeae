import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { probe } from "./connection.ts";
import { EmbeddedPostgresError } from "./error.ts";
import { type Launch, launchPostmaster, readLockFile, runningPostmaster } from "./postmaster.ts";

/** Recovery after a crash may take long on a slow disk. */
const ANSWER_MS = 120_000;
const NOTICE_MS = 2_000;
const POLL_MS = 50;

/** Takes over the server that a killed owner left behind once it answers to our password; otherwise starts one. */
export async function adoptOrLaunch(
  launch: Launch,
  password: string,
  log: (line: string) => void,
): Promise<{ readonly port: number; readonly adopted: boolean }> {
  const port = await answeringServer(launch, password, log);
  if (port !== null) return { port, adopted: true };
  const launched = await launchPostmaster(launch);
  return { port: launched.port, adopted: false };
}

async function answeringServer(
  launch: Launch,
  password: string,
  log: (line: string) => void,
): Promise<number | null> {
  const started = Date.now();
  let noticed = false;
  for (;;) {
    const found = await knock(launch, password);
    if (found.pid === null) return null;
    if (found.port !== null) return found.port;
    const waited = Date.now() - started;
    if (waited > ANSWER_MS) throw silent(found.pid, launch.layout.serverLog);
    if (!noticed && waited > NOTICE_MS) log("Waiting for the database that is already running …");
    noticed ||= waited > NOTICE_MS;
    await sleep(POLL_MS);
  }
}

/** `pid` null: no server runs here. `port` null: one does, but does not answer yet. */
async function knock(
  { layout }: Launch,
  password: string,
): Promise<{ readonly pid: number | null; readonly port: number | null }> {
  const running = runningPostmaster(layout.cluster);
  if (running === null) return { pid: null, port: null };
  const answer = await probe(password, running.port, layout.cluster);
  if (answer === "wrong password") throw wrongPassword(layout.password);
  if (answer === "another") removeForeignLock(layout.cluster, running.pid);
  return { pid: running.pid, port: answer === "this cluster" ? running.port : null };
}

/** Another server answers under the id and port in our lock file: ours is gone, and its numbers were given out again. */
function removeForeignLock(cluster: string, pid: number): void {
  if (readLockFile(cluster)?.pid === pid) rmSync(join(cluster, "postmaster.pid"), { force: true });
}

function wrongPassword(file: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "DATA_DAMAGED",
    `The running database does not accept the password in ${file}. Restore that file from a backup.`,
  );
}

function silent(pid: number, log: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    "START_FAILED",
    `PostgreSQL (process ${pid}) runs but has not answered for two minutes. Its log is ${log}; stop that process, then start again.`,
  );
}
