import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Event } from "#server/engine/run/events";
import type { Host, TreeCommand } from "./host.ts";
import { eventsOf, fastHost, journalOf, treeOf, until, untilEnded } from "./testing/harness.ts";
import {
  createScriptedExecutor,
  type OracleCall,
  type ScriptedExecutor,
} from "./testing/scripted-executor.ts";
import { onceOf, TESTER } from "./testing/trees.ts";

const { db, url } = await cloneDatabase();
const folder = await mkdtemp(join(tmpdir(), "banyan-once-"));
const script = new URL("./testing/child-host.ts", import.meta.url).pathname;
const hosts: Host[] = [];
let logs = 0;

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`truncate trees, runs, journal, blobs, snapshots, snapshot_runs, workers cascade`;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function hostOn(executor: ScriptedExecutor): Promise<Host> {
  const host = await fastHost({ db, executor, alone: true });
  hosts.push(host);
  return host;
}

/** A process that starts the tree and dies at the crash point; what it called is in its log. */
async function dies(crashPoint: string): Promise<{ treeId: string; called: number }> {
  logs += 1;
  const log = join(folder, `calls-${logs}.jsonl`);
  const env = { ...process.env, BANYAN_CRASH_POINT: crashPoint };
  const child = spawn(process.execPath, [script, url, log, "once"], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const signal = await new Promise((resolve) => child.once("exit", (_code, by) => resolve(by)));
  expect(signal).toBe("SIGKILL");
  const [tree] = await db.sql<{ id: string }[]>`select id from trees where status = 'running'`;
  return { treeId: tree?.id ?? "", called: paidIn(callsIn(log)) };
}

function callsIn(log: string): OracleCall[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as OracleCall);
}

const paidIn = (calls: readonly OracleCall[]) => calls.filter(({ nodeId }) => nodeId === "paid").length;
const answers = () => createScriptedExecutor({ work: { run: (input) => input } });

type Parked = Extract<Event, { type: "SlotParked" }>;
function parkedAt(treeId: string): Promise<Parked | undefined> {
  const read = async () =>
    eventsOf(await journalOf(db, treeId)).find((event): event is Parked => event.type === "SlotParked");
  return until(read, (event) => event !== undefined, 40_000);
}

const place = { run: 0, node: "paid", actor: TESTER } as const;
const WAYS_OUT: readonly (readonly [string, TreeCommand, number, string])[] = [
  ["retried", { type: "retryNode", ...place }, 1, "succeeded"],
  ["marked done", { type: "settleNode", how: "complete", output: { value: 9 }, ...place }, 0, "succeeded"],
  ["let fail", { type: "failNode", reason: "it was not paid", ...place }, 0, "failed"],
];

describe.each([
  ["before the call went out", "afterCommitBeforeDispatch:2", 0],
  ["after the call, before its answer was written", "afterHandlerBeforeReport:2", 1],
])("an at-most-once call whose process dies %s", (_when, crashPoint, calledBefore) => {
  test.each(WAYS_OUT)("waits as OutcomeUnknown and is called again only when it is %s", async (...way) => {
    const [, command, callsMore, end] = way;
    const { treeId, called } = await dies(crashPoint);
    expect(called).toBe(calledBefore);
    const executor = answers();
    const host = await hostOn(executor);
    expect(await parkedAt(treeId)).toMatchObject({
      node: "paid",
      failure: { code: "OutcomeUnknown", class: "unknown" },
    });
    expect((await treeOf(db, treeId)).status).toBe("running");
    expect(executor.calls).toEqual([]);
    expect(await host.command(treeId, command)).toMatchObject({ kind: "ok" });
    expect((await untilEnded(db, treeId)).status).toBe(end);
    expect(paidIn(executor.calls)).toBe(callsMore);
  });
});

test.each(["afterDecide:2", "beforeCommit:2"])(
  "at %s nothing had gone out, so the next owner makes the call, once",
  async (crashPoint) => {
    const { treeId, called } = await dies(crashPoint);
    expect(called).toBe(0);
    const executor = answers();
    await hostOn(executor);
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(paidIn(executor.calls)).toBe(1);
  },
);

test("a parked call stays parked through the next crash, and is not called", async () => {
  const { treeId } = await dies("afterHandlerBeforeReport:2");
  const executor = answers();
  const first = await hostOn(executor);
  await parkedAt(treeId);
  first.vanish();
  const second = await hostOn(executor);
  expect(
    await second.command(treeId, { type: "settleNode", how: "skip", output: null, ...place }),
  ).toMatchObject({
    kind: "ok",
  });
  expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  expect(executor.calls).toEqual([]);
});

test("a call that does not answer within its time limit is parked and not tried again", async () => {
  const silent = createScriptedExecutor({
    work: { run: (input, { nodeId }) => (nodeId === "paid" ? new Promise(() => undefined) : input) },
  });
  const host = await hostOn(silent);
  const { treeId } = await host.start({ graph: onceOf("work"), input: { value: 1 }, actor: TESTER });
  expect((await parkedAt(treeId))?.failure).toMatchObject({
    code: "OutcomeUnknown",
    details: { cause: "TaskTimedOut" },
  });
  expect(await host.command(treeId, { type: "failNode", ...place })).toMatchObject({ kind: "ok" });
  expect((await untilEnded(db, treeId)).status).toBe("failed");
  expect(paidIn(silent.calls)).toBe(1);
});
