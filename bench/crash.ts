import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#db/client";
import { parseRunId } from "#server/engine/ids";
import { checkJournal } from "#server/runtime/testing/check-journal";
import { journalOf } from "#server/runtime/testing/harness";
import type { OracleCall } from "#server/runtime/testing/scripted-executor";
import { inDatabase, type Place } from "./in-database.ts";
import { figure, table } from "./table.ts";

/**
 * `npm run bench:crash`: 500 trees of effectful calls, whose process is killed by SIGKILL every 1 to 3 seconds for two
 * minutes and then left alone. Every call is written to a file by itself, outside of the database; afterwards each tree's
 * journal is held against it. Fails where a promise was broken.
 */
const TREES = 500;
const LENGTH = 150;
const CALL_MS = 500;
const KILLING_MS = Number(process.argv[2] ?? 120) * 1_000;
const PAUSE_MS = { least: 1_000, most: 3_000 } as const;
const HOST = join(import.meta.dirname, "crash-host.ts");

type Killed = { readonly kills: number; readonly finishMs: number };

async function main({ db, url, folder }: Place): Promise<void> {
  const oracle = join(folder, "calls.jsonl");
  const killed = await killAndFinish(db, (how) => fork(HOST, [url, oracle, ...how], { stdio: "inherit" }));
  const calls = readFileSync(oracle, "utf8").trim().split("\n");
  const found = await compare(
    db,
    killed.kills,
    calls.map((line) => JSON.parse(line) as OracleCall),
  );
  console.log(report(killed, found));
  for (const problem of found.problems.slice(0, 20)) console.log(problem);
  if (found.problems.length > 0) process.exitCode = 1;
}

async function killAndFinish(db: Database, open: (how: readonly string[]) => ChildProcess): Promise<Killed> {
  let child = open([TREES, LENGTH, CALL_MS].map(String));
  await once(child, "message");
  const until = performance.now() + KILLING_MS;
  let kills = 0;
  while (performance.now() < until && (await openTrees(db)) > 0) {
    await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
    await kill(child);
    kills += 1;
    child = open(["0", "0", String(CALL_MS)]);
  }
  const left = performance.now();
  while ((await openTrees(db)) > 0) await sleep(50);
  const finishMs = performance.now() - left;
  await kill(child);
  return { kills, finishMs };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

async function openTrees({ sql }: Database): Promise<number> {
  const [row] = await sql<
    { trees: number }[]
  >`select count(*)::int as trees from trees where ended_at is null`;
  return row?.trees ?? 0;
}

type Found = {
  readonly succeeded: number;
  readonly calls: number;
  /** Handed out once more, because their owner was killed while they were open. */
  readonly again: number;
  readonly problems: readonly string[];
};

async function compare(db: Database, kills: number, calls: readonly OracleCall[]): Promise<Found> {
  const ofTree = grouped(calls, ({ runId }) => parseRunId(runId)?.treeId ?? "");
  const trees = await db.sql<{ id: string; status: string }[]>`select id, status from trees`;
  const problems: string[] = trees.length === TREES ? [] : [`${trees.length} trees of ${TREES}`];
  for (const { id: treeId, status } of trees) {
    const own = ofTree.get(treeId) ?? [];
    if (status !== "succeeded") problems.push(`tree ${treeId} is ${status}`);
    problems.push(
      ...checkJournal({ treeId, rows: await journalOf(db, treeId), calls: own, startsWithoutCall: kills }),
    );
    problems.push(...repeated(own));
  }
  return {
    succeeded: trees.filter(({ status }) => status === "succeeded").length,
    calls: calls.length,
    again: calls.filter(({ delivery }) => delivery > 1).length,
    problems,
  };
}

function grouped(
  calls: readonly OracleCall[],
  keyOf: (call: OracleCall) => string,
): ReadonlyMap<string, readonly OracleCall[]> {
  const groups = new Map<string, OracleCall[]>();
  for (const call of calls) {
    const group = groups.get(keyOf(call));
    if (group) group.push(call);
    else groups.set(keyOf(call), [call]);
  }
  return groups;
}

/** A delivery goes out once. With a committed start for each, none stands behind the result of its node. */
function repeated(calls: readonly OracleCall[]): string[] {
  const seen = grouped(calls, ({ key, attempt, delivery }) => `${key}#${attempt}.${delivery}`);
  return [...seen]
    .filter(([, all]) => all.length > 1)
    .map(([key, all]) => `${key} went out ${all.length} times`);
}

function report({ kills, finishMs }: Killed, { succeeded, calls, again, problems }: Found): string {
  return table(
    ["what", "figure"],
    [
      ["trees · calls of each", `${TREES} · ${LENGTH}`],
      ["kills", String(kills)],
      ["trees that succeeded", String(succeeded)],
      ["calls that the outside saw", String(calls)],
      ["of them once more, because their process was killed", String(again)],
      ["broken promises", String(problems.length)],
      ["s from the last kill to the last end", figure(finishMs / 1_000)],
    ],
  );
}

await inDatabase(main);
