import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { CRASH_POINTS } from "./crash-point.ts";
import { checkJournal } from "./testing/check-journal.ts";
import { journalOf, until } from "./testing/harness.ts";
import type { OracleCall } from "./testing/scripted-executor.ts";

const { db, url } = await cloneDatabase();
const folder = await mkdtemp(join(tmpdir(), "banyan-crash-"));
const script = new URL("./testing/child-host.ts", import.meta.url).pathname;
const children = new Set<ChildProcess>();
let logs = 0;

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await db.sql`truncate trees, runs, journal, blobs, snapshots, snapshot_runs, workers cascade`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function newLog(): string {
  logs += 1;
  return join(folder, `calls-${logs}.jsonl`);
}

function run(log: string, workload: string, crashPoint?: string) {
  const env = { ...process.env, ...(crashPoint ? { BANYAN_CRASH_POINT: crashPoint } : {}) };
  const child = spawn(process.execPath, [script, url, log, workload], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  children.add(child);
  const ended = new Promise<NodeJS.Signals | number | null>((resolve) => {
    child.once("exit", (code, signal) => {
      children.delete(child);
      resolve(signal ?? code);
    });
  });
  return { child, ended };
}

function callsIn(log: string): OracleCall[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as OracleCall);
}

async function onlyTree(): Promise<{ id: string; status: string } | null> {
  const [row] = await db.sql<{ id: string; status: string }[]>`select id, status from trees`;
  return row ?? null;
}

async function endedRuns(): Promise<number> {
  const [row] = await db.sql<{ ended: number }[]>`select count(ended_at)::int as ended from runs`;
  return row?.ended ?? 0;
}

describe("SIGKILL", () => {
  test.each(CRASH_POINTS.map((point) => `${point}:4`))(
    "at %s leaves a tree that the next process finishes with every promise kept",
    async (crashPoint) => {
      const log = newLog();
      expect(await run(log, "chain:6", crashPoint).ended).toBe("SIGKILL");
      const left = await onlyTree();
      expect(left?.status).toBe("running");
      expect(await run(log, "-").ended).toBe(0);
      const treeId = left?.id ?? "";
      expect(await onlyTree()).toMatchObject({ id: treeId, status: "succeeded" });
      const calls = callsIn(log);
      expect(
        checkJournal({ treeId, rows: await journalOf(db, treeId), calls, startsWithoutCall: 1 }),
      ).toEqual([]);
      expect(new Set(calls.map((call) => call.key)).size).toBe(6);
      expect(calls.length).toBeLessThanOrEqual(7);
    },
  );

  test("at random moments of a wide recursion loses nothing and repeats no committed result", async () => {
    const log = newLog();
    let workload = "recursion:5";
    let landed = 0;
    for (let kill = 0; kill < 6; kill += 1) {
      const ended = await endedRuns();
      const { child, ended: end } = run(log, workload);
      await Promise.race([until(endedRuns, (now) => now > ended + 5, 60_000), end]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      child.kill("SIGKILL");
      if ((await end) === "SIGKILL") landed += 1;
      workload = "-";
      if ((await onlyTree())?.status !== "running") break;
    }
    expect(landed).toBeGreaterThanOrEqual(3);
    expect(await run(log, "-").ended).toBe(0);
    const treeId = (await onlyTree())?.id ?? "";
    expect((await onlyTree())?.status).toBe("succeeded");
    const calls = callsIn(log);
    const rows = await journalOf(db, treeId);
    expect(checkJournal({ treeId, rows, calls, startsWithoutCall: landed * 243 })).toEqual([]);
    expect(new Set(calls.map((call) => call.key)).size).toBe(364);
  }, 240_000);
});
