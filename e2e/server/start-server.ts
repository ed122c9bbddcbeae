import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "..", "..");
const NODE = join(ROOT, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const FLAGS = ["--enable-source-maps", "--disable-warning=ExperimentalWarning"];
const START_MS = 60_000;
const STOP_MS = 20_000;
/** Settings of whoever runs the tests must not reach the servers that the tests start. */
const FOREIGN = /^(BANYAN_|DATABASE_URL$|PORT$|HOSTNAME$|NODE_OPTIONS$|NODE_ENV$)/;

export type Server = {
  readonly url: string;
  readonly signInUrl: string;
  /** Belongs to an API token of the owner. */
  readonly token: string;
  readonly dataDir: string;
  readonly pid: number;
  /** SIGKILL to the server process and to it only: its Postgres stays, for the next one to adopt. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type StartOptions = {
  readonly dataDir: string;
  readonly token: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** A fresh data folder and a token for the servers on it. */
export function freshData(): { dataDir: string; token: string; remove: () => void } {
  const dataDir = mkdtempSync(join(tmpdir(), "banyan-e2e-"));
  const remove = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  return { dataDir, token: randomBytes(32).toString("base64url"), remove };
}

/** Spawns the real server on a free port; it may be killed before it is ready. */
export function spawnServer({ dataDir, token, env = {} }: StartOptions): ChildProcess {
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  return spawn(NODE, [...FLAGS, join(ROOT, "server", "main.ts")], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...own,
      NODE_ENV: "production",
      PORT: "0",
      BANYAN_DATA_DIR: dataDir,
      BANYAN_INIT_API_TOKEN: token,
      BANYAN_JSON_READY: "1",
      BANYAN_PARTS: "1",
      ...env,
    },
  });
}

export async function startServer(options: StartOptions): Promise<Server> {
  const child = spawnServer(options);
  const ready = await readiness(child);
  const { dataDir, token } = options;
  return {
    ...ready,
    token,
    dataDir,
    pid: child.pid ?? 0,
    kill: () => end(child, "SIGKILL"),
    stop: () => end(child, "SIGTERM"),
  };
}

type Ready = { readonly url: string; readonly signInUrl: string };

function readiness(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let complaints = "";
    const fail = (reason: string) => {
      child.kill("SIGKILL");
      reject(new Error(`The server did not start: ${reason}\n${complaints}`));
    };
    const late = setTimeout(() => fail(`not ready within ${START_MS} ms`), START_MS);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      complaints = (complaints + text).slice(-4_000);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(late);
      fail(`ended with ${code ?? signal}`);
    });
    if (!child.stdout) return fail("no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      const ready = parseReady(line);
      if (!ready) return;
      clearTimeout(late);
      child.removeAllListeners("exit");
      resolve(ready);
    });
  });
}

function parseReady(line: string): Ready | null {
  if (!line.startsWith("{")) return null;
  const value: unknown = JSON.parse(line);
  return typeof value === "object" && value !== null && "signInUrl" in value ? (value as Ready) : null;
}

/** Ends a server and waits for its end; a server that does not stop in time is killed. */
export async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(late);
}
