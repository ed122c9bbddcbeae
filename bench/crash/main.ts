import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Database } from "#db/client";
import { inDatabase, type Place } from "../in-database.ts";
import { installPeers } from "../peer-install.ts";
import type { Killing } from "../peers/outside.ts";
import { figure, table } from "../table.ts";
import { type Killed, killAndFinish } from "./killing.ts";
import { brokenPromises, type OwnLine } from "./promises.ts";

/**
 * `npm run bench:crash [-- --peers] [-- --seconds 120]`: 500 trees of calls to the outside, whose process is killed by SIGKILL
 * every 1 to 3 seconds and then left alone. Each call is noted in a file outside of the database before it does anything;
 * Banyan's journals are held against that file. Fails where a promise was broken. With `--peers` DBOS and Restate too.
 */
const { values } = parseArgs({
  options: { peers: { type: "boolean", default: false }, seconds: { type: "string", default: "120" } },
});
const SIZE = { trees: 500, length: 100, callMs: 500 } as const;
const seconds = Number(values.seconds);
if (!(seconds > 0)) throw new Error(`--seconds is "${values.seconds}"; give a number above 0`);
const ROWS = [
  ["kills", ({ kills }: Killed) => String(kills)],
  ["trees that ended", ({ ended }: Killed) => String(ended)],
  ["calls that the outside saw", ({ calls }: Killed) => String(calls)],
  ["of them once more", ({ again }: Killed) => String(again)],
  ["calls that the longest tree lacked at the last kill", ({ left }: Killed) => String(left)],
  ["s from the last kill to the last end", ({ finishMs }: Killed) => figure(finishMs / 1_000)],
  [
    "more than its calls take, s",
    ({ finishMs, left }: Killed) => figure((finishMs - left * SIZE.callMs) / 1_000),
  ],
] as const;

async function banyan(db: Database, url: string, folder: string): Promise<Killed> {
  const killed = await measure("../crash/banyan-host.ts", url, folder, async () => {
    const [row] = await db.sql<
      { ended: number }[]
    >`select count(*)::int as ended from trees where ended_at is not null`;
    return row?.ended ?? 0;
  });
  const problems = await brokenPromises(db, {
    trees: SIZE.trees,
    kills: killed.kills,
    calls: killed.lines as readonly OwnLine[],
  });
  console.log(`Banyan's broken promises: ${problems.length}`);
  for (const problem of problems.slice(0, 20)) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;
  return killed;
}

function measure(entry: string, url: string, folder: string, ended?: () => Promise<number>): Promise<Killed> {
  mkdirSync(folder, { recursive: true });
  const killing: Omit<Killing, "begin"> = { ...SIZE, oracle: join(folder, "calls.jsonl") };
  return killAndFinish({ entry, url, folder, killing, forMs: seconds * 1_000, ended });
}

async function onDatabase({ db, url }: Place, name: string): Promise<string> {
  await db.sql`create database ${db.sql(name)}`;
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function main(place: Place): Promise<void> {
  const { db, url, folder } = place;
  const all: [string, Killed][] = [["Banyan", await banyan(db, url, join(folder, "banyan"))]];
  if (values.peers) {
    for (const name of ["DBOS", "Restate"]) {
      const id = name.toLowerCase();
      const own = await onDatabase(place, id);
      all.push([name, await measure(`../peers/crash-${id}.ts`, own, join(folder, id))]);
    }
  }
  const rows = ROWS.map(([what, of]) => [what, ...all.map(([, killed]) => of(killed))]);
  console.log(
    table(
      [`${SIZE.trees} trees of ${SIZE.length} calls of ${SIZE.callMs} ms`, ...all.map(([name]) => name)],
      rows,
    ),
  );
}

if (values.peers) installPeers((line) => console.error(line));
await inDatabase(main);
