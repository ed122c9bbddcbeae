import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "#db/client";
import { migrateDatabase } from "#db/migrate";
import { openBanyan } from "./banyan.ts";
import { measureBytes } from "./bytes.ts";
import type { Contender } from "./contender.ts";
import { failureOf } from "./figures.ts";
import { prepareFloor } from "./floor.ts";
import { inDatabase, type Place } from "./in-database.ts";
import { type BenchOptions, benchOptions } from "./options.ts";
import { openPeerContender } from "./peer-contender.ts";
import { installPeers, peerVersion } from "./peer-install.ts";
import { type PeerRecord, peerTable, resultsPage, withWordsOf } from "./peer-report.ts";
import { PEERS } from "./peer-roster.ts";
import { bytesTable, extrasReport, floorReport } from "./report.ts";
import { measureRestart, type Restart } from "./restart.ts";
import { interleave, type Round } from "./rounds.ts";
import type { Extras } from "./targets.ts";
import { measureVariants } from "./variants.ts";

/**
 * Banyan beside the floor of its own disk, interleaved on one embedded PostgreSQL (fsync and synchronous_commit on);
 * with `--peers` also beside the engines of `bench/peers`. Absolute figures belong to the machine; the ratios travel.
 */
const RESULTS = join(import.meta.dirname, "RESULTS.md");
const MACHINE = `${cpus().length} × ${cpus()[0]?.model.trim()}`;

async function measureAll({ db, url, folder }: Place, options: BenchOptions): Promise<void> {
  const banyan = await openBanyan(db);
  const peers: Contender[] = [];
  try {
    const present = options.peers ? PEERS.filter(({ module }) => peerVersion(module) !== undefined) : [];
    for (const peer of present) peers.push(await openPeerContender(db, url, folder, peer));
    const log = options.peers ? (line: string) => console.error(line) : () => undefined;
    const rounds = await interleave(db, banyan, peers, options.rounds, log);
    const bytes = await measureBytes(db, banyan);
    const variants = await measureVariants(db, banyan, options.rounds);
    console.log(`Node ${process.version}, ${MACHINE}, medians of ${options.rounds} interleaved rounds\n`);
    console.log(`${floorReport(rounds)}\n\n${bytesTable(bytes)}`);
    const extras = { bytes, variants, restart: await restartOn(url, options.rounds, db) };
    console.log(`\n${extrasReport(extras)}`);
    if (options.peers) await reportPeers(db, options.rounds, rounds, extras);
  } finally {
    for (const contender of [...peers, banyan]) await contender.end();
  }
}

/** On a database of its own, for the host of the bench goes on with whatever it finds. */
async function restartOn(serverUrl: string, rounds: number, { sql }: Database): Promise<Restart> {
  await sql`create database restart`;
  const url = new URL(serverUrl);
  url.pathname = "/restart";
  await migrateDatabase(url.href);
  const db = openDatabase({ url: url.href });
  try {
    return await measureRestart(db, url.href, rounds);
  } finally {
    await db.close();
  }
}

async function reportPeers(
  { sql }: Database,
  count: number,
  rounds: readonly Round[],
  extras: Extras,
): Promise<void> {
  const records = PEERS.map((peer): PeerRecord => recordOf(rounds, peer));
  console.log(`\n${peerTable(rounds, records)}`);
  for (const { name, absent } of records) if (absent) console.log(`${name}: ${absent}`);
  const [server] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  const setting = {
    machine: `${MACHINE}, ${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version.slice(1),
    postgres: server?.version ?? "?",
    rounds: count,
    date: new Date().toISOString().slice(0, 10),
  };
  const page = resultsPage(rounds, records, extras, setting);
  writeFileSync(RESULTS, withWordsOf(readFileSync(RESULTS, "utf8"), page));
  console.log(`\nWritten to ${RESULTS}`);
}

function recordOf(rounds: readonly Round[], { name, module, stores }: (typeof PEERS)[number]): PeerRecord {
  const version = peerVersion(module);
  if (version === undefined) return { name, stores, absent: "it is not installed" };
  const measured = rounds.some((round) => (round.get(name)?.measured.length ?? 0) > 0);
  return { name, version, stores, ...(measured ? {} : { absent: failureOf(rounds, name) ?? "no figure" }) };
}

async function main(): Promise<void> {
  const options = benchOptions(process.argv.slice(2));
  if (options.peers) {
    try {
      installPeers((line) => console.error(line));
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
    }
  }
  await inDatabase(async (place) => {
    await prepareFloor(place.db);
    await measureAll(place, options);
  });
}

await main();
