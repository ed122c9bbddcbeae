import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Killing, OutsideLine } from "../peers/outside.ts";

const PAUSE_MS = { least: 1_000, most: 3_000 } as const;
const LOOK_MS = 50;
/** What has not ended by then is lost. */
const PATIENCE_MS = 300_000;

export type Contender = {
  /** File of its process, from here. */
  readonly entry: string;
  readonly url: string;
  readonly folder: string;
  readonly killing: Omit<Killing, "begin">;
  readonly forMs: number;
  /** How many trees have ended; without it what the outside saw counts. */
  readonly ended?: (() => Promise<number>) | undefined;
};

export type Killed = {
  readonly kills: number;
  readonly ended: number;
  readonly calls: number;
  /** Calls of a place of a tree that had been called before. */
  readonly again: number;
  /** How many calls the tree with the most of them had not begun at the last kill. */
  readonly left: number;
  /** From the last kill to the last end. */
  readonly finishMs: number;
  readonly lines: readonly OutsideLine[];
};

/** Lets a contender begin, kills it again and again, then waits until all of its trees have ended. */
export async function killAndFinish(contender: Contender): Promise<Killed> {
  const { killing, forMs, ended = async () => endedIn(read(killing.oracle)) } = contender;
  let child = open(contender, true);
  const [message] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (message !== "started") throw new Error(`${contender.entry} ended before all trees had begun`);
  const until = performance.now() + forMs;
  let kills = 0;
  while (performance.now() < until && (await ended()) < killing.trees) {
    await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
    await kill(child);
    kills += 1;
    child = open(contender, false);
  }
  const start = performance.now();
  const left = longest(read(killing.oracle), killing);
  while ((await ended()) < killing.trees && performance.now() - start < PATIENCE_MS) await sleep(LOOK_MS);
  const finishMs = performance.now() - start;
  await kill(child);
  const lines = read(killing.oracle);
  const calls = lines.filter(({ call }) => call !== undefined);
  const places = new Set(calls.map(({ tree, call }) => `${tree}/${call}`));
  return {
    kills,
    ended: await ended(),
    calls: calls.length,
    again: calls.length - places.size,
    left,
    finishMs,
    lines,
  };
}

/** In a group of its own, so that whatever it started is killed with it. */
function open({ entry, url, folder, killing }: Contender, begin: boolean): ChildProcess {
  return spawn(
    process.execPath,
    [join(import.meta.dirname, entry), JSON.stringify({ ...killing, begin } satisfies Killing)],
    {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      detached: true,
      env: {
        ...process.env,
        NODE_ENV: "production",
        NODE_NO_WARNINGS: "1",
        BENCH_DATABASE_URL: url,
        // As the server keeps it in its data folder: a process that is killed every other second must begin at once.
        NODE_COMPILE_CACHE: join(folder, "compiled"),
      },
    },
  );
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
}

/** The last line may be cut off: its process was killed as it wrote. */
function read(oracle: string): readonly OutsideLine[] {
  if (!existsSync(oracle)) return [];
  const text = readFileSync(oracle, "utf8");
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .flatMap((line) => (line === "" ? [] : [JSON.parse(line) as OutsideLine]));
}

function endedIn(lines: readonly OutsideLine[]): number {
  return new Set(lines.flatMap(({ tree, call }) => (call === undefined ? [tree] : []))).size;
}

function longest(lines: readonly OutsideLine[], { trees, length }: Omit<Killing, "begin">): number {
  const reached = new Map<OutsideLine["tree"], number>();
  for (const { tree, call = length - 1 } of lines)
    reached.set(tree, Math.max(reached.get(tree) ?? 0, call + 1));
  return length - (reached.size < trees ? 0 : Math.min(...reached.values()));
}
