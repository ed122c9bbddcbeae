import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "./lock.mjs";
import { NODE, ROOT } from "./places.mjs";
import { Stop } from "./stop.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
/** How long the server may take to end by itself once its starter is gone. Killing it loses nothing. */
const GRACE_MS = 15_000;

const FLAGS = [
  "--enable-source-maps",
  "--disable-warning=ExperimentalWarning",
  // What lives for a step is then not copied while it does: of 500 trees at once a step takes a tenth less of the processor.
  "--max-semi-space-size=64",
];

const KILLED = "The server was killed. Start it again with `npm start`: its runs go on where they were.";

/** Runs the server until it ends; answers the exit code that this process should end with. */
export function serve({ dev }) {
  const entry = join(ROOT, "server", "main.ts");
  if (!existsSync(entry))
    throw new Stop("server/main.ts is missing.", "This checkout is incomplete; get a fresh clone.");
  const mode = dev ? { BANYAN_DEV: "1", NODE_ENV: "development" } : { NODE_ENV: "production" };
  const env = { ...process.env, ...mode, NEXT_TELEMETRY_DISABLED: "1" };
  return new Promise((resolve, reject) => {
    // A process group of its own: Ctrl-C in a terminal then reaches the server once, through this process.
    const child = spawn(NODE, [...FLAGS, entry], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "inherit", "inherit"],
      detached: process.platform !== "win32",
    });
    for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
    stopWithNpm(child);
    child.on("error", (error) => {
      reject(new Stop(`Node 24 could not be run (${error.message}).`, "Delete node_modules and try again."));
    });
    child.on("exit", (code, signal) => {
      if (signal === "SIGKILL") process.stderr.write(`✖ ${KILLED}\n`);
      resolve(code ?? 128 + (SIGNAL_NUMBERS[signal] ?? 0));
    });
  });
}

/** A signal to npm ends npm and its shell but not what they started, so watch both. */
function stopWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return;
  const starters = [process.ppid, parentOf(process.ppid)].filter((pid) => pid > 1);
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && starters.every(isRunning)) return;
    clearInterval(timer);
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
  }, 500);
  timer.unref();
}

function isRunning(pid) {
  const state = processState(pid);
  return state ? state.state !== "Z" : isAlive(pid);
}

/** The shell between npm and this script has npm as its parent; 0 where that cannot be read cheaply. */
function parentOf(pid) {
  const state = processState(pid);
  return state && /^(sh|dash|bash|zsh|ash)$/.test(state.name) ? state.parent : 0;
}

function processState(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, name, state, parent] = /^\d+ \((.*)\) (\S) (\d+)/s.exec(text) ?? [];
    return { name, state, parent: Number(parent) };
  } catch {
    return null;
  }
}
