import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#db/client";
import { SIZES } from "./peers/protocol.ts";
import { median } from "./statistics.ts";

/** W6: a worker is killed half-way through many runs and started again. Milliseconds from the start of the process. */
export type Restart = {
  readonly firstStep: number;
  readonly allComplete: number;
};

const LOOK_MS = 10;
const PATIENCE_MS = 120_000;
/** As the server keeps it in its data folder. */
const COMPILED = join(tmpdir(), `banyan-bench-compiled-${process.pid}`);
const HOST = join(import.meta.dirname, "restart-host.ts");
const { count, length } = SIZES.chains;

export async function measureRestart(db: Database, url: string, rounds: number): Promise<Restart> {
  const all: Restart[] = [];
  for (let round = 0; round < rounds; round++) all.push(await killAndRestart(db, url));
  rmSync(COMPILED, { recursive: true, force: true });
  const of = (name: keyof Restart) => median(all.map((restart) => restart[name]));
  return { firstStep: of("firstStep"), allComplete: of("allComplete") };
}

async function killAndRestart({ sql }: Database, url: string): Promise<Restart> {
  await killAfter(openHost(url, "begin"), (count * length) / 2);
  const start = performance.now();
  const child = openHost(url, "resume");
  let firstStep: number | undefined;
  child.on("message", () => {
    firstStep ??= performance.now() - start;
  });
  // The database is asked, for a tree may end before anybody can listen to the host.
  for (let open = 1; open > 0; await sleep(LOOK_MS)) {
    const [row] = await sql<
      { trees: number }[]
    >`select count(*)::int as trees from trees where ended_at is null`;
    open = row?.trees ?? 0;
    if (performance.now() - start > PATIENCE_MS) throw new Error(`${open} trees are open after the restart`);
  }
  const allComplete = performance.now() - start;
  await kill(child);
  return { firstStep: firstStep ?? Number.NaN, allComplete };
}

/** Kills the process once so many steps have begun. */
async function killAfter(child: ChildProcess, wanted: number): Promise<void> {
  let begun = 0;
  await new Promise<void>((resolve) => {
    child.on("message", () => {
      begun += 1;
      if (begun === wanted) {
        child.kill("SIGKILL");
        resolve();
      }
    });
  });
  await kill(child);
}

function openHost(url: string, how: "begin" | "resume"): ChildProcess {
  const env = { ...process.env, BENCH_DATABASE_URL: url, NODE_COMPILE_CACHE: COMPILED };
  return fork(HOST, [how], { stdio: "inherit", env });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
