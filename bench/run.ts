import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "#db/client";
import { startEmbeddedPostgres } from "#db/embedded/start";
import { migrateDatabase } from "#db/migrate";
import { openBanyan } from "./banyan.ts";
import { measureBytes } from "./bytes.ts";
import type { Contender } from "./contender.ts";
import { failureOf } from "./figures.ts";
import { prepareFloor } from "./floor.ts";
import { type BenchOptions, benchOptions } from "./options.ts";
import { openPeerContender } from "./peer-contender.ts";
import { installPeers, peerVersion } from "./peer-install.ts";
import { type PeerRecord, peerTable, resultsPage } from "./peer-report.ts";
import { PEERS } from "./peer-roster.ts";
import { bytesTable, floorReport } from "./report.ts";
import { interleave, type Round } from "./rounds.ts";

/**
 * Banyan beside the floor of its own disk, interleaved on one embedded PostgreSQL (fsync and synchronous_commit on);
 * with `--peers` also beside the engines of `bench/peers`. Absolute figures belong to the machine; the ratios travel.
 */
const RESULTS = join(import.meta.dirname, "RESULTS.md");
const MACHINE = `${cpus().length} × ${cpus()[0]?.model.trim()}`;

type Bench = { readonly db: Database; readonly url: string; readonly folder: string };

async function measureAll({ db, url, folder }: Bench, options: BenchOptions): Promise<void> {
  const banyan = await openBanyan(db);
  const peers: Contender[] = [];
  try {
    const present = options.peers ? PEERS.filter(({ module }) => peerVersion(module) !== undefined) : [];
    for (const peer of present) peers.push(await openPeerContender(db, url, folder, peer));
    const log = options.peers ? (line: string) => console.error(line) : () => undefined;
    const rounds = await interleave(db, banyan, peers, options.rounds, log);
    const bytes = await measureBytes(db, banyan);
    console.log(`Node ${process.version}, ${MACHINE}, medians of ${options.rounds} interleaved rounds\n`);
    console.log(`${floorReport(rounds)}\n\n${bytesTable(bytes)}`);
    if (options.peers) await reportPeers(db, options.rounds, rounds, bytes);
  } finally {
    for (const contender of [...peers, banyan]) await contender.end();
  }
}

async function reportPeers(
  { sql }: Database,
  count: number,
  rounds: readonly Round[],
  bytes: Awaited<ReturnType<typeof measureBytes>>,
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
  writeFileSync(RESULTS, resultsPage(rounds, records, bytes, setting));
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
  const folder = mkdtempSync(join(tmpdir(), "banyan-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => {} });
  try {
    await migrateDatabase(postgres.url);
    const db = openDatabase({ url: postgres.url });
    await prepareFloor(db);
    await measureAll({ db, url: postgres.url, folder }, options);
    await db.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
