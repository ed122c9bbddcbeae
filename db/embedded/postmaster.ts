import { spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { lastLine, serverEnvironment } from "./cluster.ts";
import { EmbeddedPostgresError, storageProblem } from "./error.ts";
import type { Layout } from "./layout.ts";
import { isAlive, postmasterBehind } from "./process-facts.ts";

export type LockFile = { readonly pid: number; readonly port: number; readonly ready: boolean };

/** What the server says of itself in its data folder; `null` = no lock file. */
export function readLockFile(cluster: string): LockFile | null {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === "ready" };
  } catch {
    return null;
  }
}

/**
 * A server that still runs on this cluster, or `null`. Also clears a lock file whose process is certainly not that
 * server any more (its id was given to another program, or nobody reaps it): PostgreSQL itself would refuse for ever.
 * It keeps its own guard against leftover backends, the shared memory of the folder.
 */
export function runningPostmaster(cluster: string): LockFile | null {
  const lock = readLockFile(cluster);
  if (lock === null) return null;
  const facts = postmasterBehind(lock.pid, cluster);
  if (facts === "zombie" || facts === "unrelated") {
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return null;
  }
  return facts === "gone" ? null : lock;
}

export type Launch = {
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly settings: Readonly<Record<string, string>>;
  /** Taken instead of a free one: a server that comes back must answer where clients look for it. */
  readonly port?: number;
};

const LOCKED = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/;
const PORT_TAKEN = /could not bind|Address already in use|could not create any TCP\/IP sockets/;
const LOCK_TRIES = 40;
const PORT_TRIES = 5;
const RETRY_MS = 250;

/** Starts the server and waits until it takes connections. Waits for leftovers of a killed server, 10 s at most. */
export async function launchPostmaster(launch: Launch): Promise<LockFile> {
  let locked = 0;
  let ports = 0;
  for (;;) {
    const port = launch.port ?? (await freePort());
    const outcome = await attempt(launch, port);
    if (outcome.ready) return outcome.ready;
    if (LOCKED.test(outcome.said) && ++locked < LOCK_TRIES) await sleep(RETRY_MS);
    else if (PORT_TAKEN.test(outcome.said) && ++ports < PORT_TRIES) await sleep(RETRY_MS * ports);
    else throw startFailure(launch.layout, outcome.said);
  }
}

function startFailure(layout: Layout, said: string): EmbeddedPostgresError {
  if (PORT_TAKEN.test(said)) {
    return new EmbeddedPostgresError(
      "PORT",
      "PostgreSQL found no free port on 127.0.0.1. Close other programs, or set DATABASE_URL to a PostgreSQL server.",
    );
  }
  return (
    storageProblem(said, layout.dataDir) ??
    new EmbeddedPostgresError(
      "START_FAILED",
      `PostgreSQL does not start: ${lastLine(said)} Its log is ${layout.serverLog}.`,
    )
  );
}

async function attempt(launch: Launch, port: number): Promise<{ ready?: LockFile; said: string }> {
  const { layout, account, binaries } = launch;
  const log = openSync(layout.serverLog, "a+", 0o600);
  try {
    const start = fstatSync(log).size;
    const { program, args } = account.wrap(binaries.postgres, serverArguments(launch, port));
    // A session of its own: Ctrl-C in the terminal is for Banyan, which then stops the server in order.
    const child = spawn(program, args, {
      ...account.spawnOptions,
      cwd: layout.dataDir,
      env: serverEnvironment(),
      detached: true,
      stdio: ["ignore", log, log],
    });
    let ended: string | null = null;
    child.on("error", (error) => {
      ended = error.message;
    });
    child.on("exit", (code, signal) => {
      ended ??= `The server ended with ${signal ?? `code ${code}`}`;
    });
    child.unref();
    for (;;) {
      const lock = readLockFile(layout.cluster);
      if (lock !== null && lock.pid === child.pid && lock.ready) return { ready: lock, said: "" };
      if (ended !== null) return { said: readFrom(log, start) || ended };
      await sleep(10);
    }
  } finally {
    closeSync(log);
  }
}

function readFrom(file: number, start: number): string {
  const size = fstatSync(file).size;
  const from = Math.max(start, size - 8_000);
  const buffer = Buffer.alloc(Math.max(0, size - from));
  readSync(file, buffer, 0, buffer.length, from);
  return buffer.toString();
}

function serverArguments({ layout, settings }: Launch, port: number): string[] {
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "on",
    synchronous_commit: "on",
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    // Statements are short: compiling them costs more than it saves.
    jit: "off",
    // Planning an append anew costs as much as running it, and no query of ours depends on its values' statistics.
    plan_cache_mode: "force_generic_plan",
    // The first write to a page after a checkpoint logs all of it, so it is compressed.
    wal_compression: "pglz",
    // One call instead of one per file: a restart after a crash takes 0.1 s instead of 3 s.
    ...(process.platform === "linux" ? { recovery_init_sync_method: "syncfs" } : {}),
    ...settings,
  };
  return [
    "-D",
    layout.cluster,
    ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", () =>
      reject(
        startFailure({ dataDir: "", cluster: "", password: "", owner: "", serverLog: "" }, "could not bind"),
      ),
    );
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const STOP_MS = 10_000;

/** Stops the server in order, after 10 s at once: either way nothing committed is lost. */
export async function stopPostmaster({ layout, binaries, account }: Launch, pid: number): Promise<void> {
  if (process.platform === "win32") {
    const { program, args } = account.wrap(binaries.pgCtl, ["stop", "-D", layout.cluster, "-m", "fast"]);
    await new Promise((resolve) => spawn(program, args, { stdio: "ignore" }).on("close", resolve));
    return;
  }
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    if (!signalTo(pid, signal)) return;
    const end = Date.now() + STOP_MS;
    while (Date.now() < end) {
      // A server that this process did not start stays a zombie for a while; its lock file is gone before.
      if (!isAlive(pid) || readLockFile(layout.cluster)?.pid !== pid) return;
      await sleep(20);
    }
  }
}

function signalTo(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
