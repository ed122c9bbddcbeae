import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "#db/client";
import { startEmbeddedPostgres } from "#db/embedded/start";
import { migrateDatabase } from "#db/migrate";
import type { Json } from "#server/engine/values/json";
import type { Executor } from "#server/runtime/executor";
import { createHost, type Host } from "#server/runtime/host";
import { type Floor, insertMany, insertOne, prepareFloor } from "./floor.ts";
import { median } from "./statistics.ts";
import { chainOf, chainsOf, fanOutOf, noOp, recursionOf, type Workload } from "./workloads.ts";

/**
 * Banyan beside the floor of its own disk, interleaved on one embedded PostgreSQL (fsync and synchronous_commit on).
 * Absolute figures belong to the machine; the ratios travel.
 */
const ROUNDS = 7;
const WORKLOADS: readonly Workload[] = [
  chainOf(100),
  chainOf(100, "no-op-pure"),
  fanOutOf(1_000),
  recursionOf(3, 6),
  chainsOf(500, 10),
];
const SUBMITS = 100;
const FLOORS: readonly Floor[] = [insertOne(200), insertMany(50, 100)];
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** When a first step has begun, for who waits for that. */
let onStep: () => void = () => undefined;

const executor: Executor = {
  facts: (task) => (task.startsWith("no-op") ? { pure: task === "no-op-pure" } : undefined),
  run: async (_task: string, input: Json) => {
    onStep();
    return { ok: true, output: noOp(input) };
  },
};

type Measured = {
  readonly name: string;
  readonly unit: string;
  readonly perSecond: number;
  readonly events: number;
};

/** Follows what is committed: how many events, and which trees have ended. */
function follow(host: Host) {
  const ended = new Set<string>();
  const waiting = new Map<string, () => void>();
  const seen = { events: 0 };
  host.onCommitted((treeId, { events, tree }) => {
    seen.events += events.length;
    if (tree.status === "failed") throw new Error(`tree ${treeId} failed: ${tree.failure}`);
    if (tree.status !== "succeeded") return;
    ended.add(treeId);
    waiting.get(treeId)?.();
  });
  const end = (treeId: string): Promise<void> =>
    ended.has(treeId) ? Promise.resolve() : new Promise((resolve) => waiting.set(treeId, resolve));
  return { seen, end };
}

type Following = ReturnType<typeof follow>;

/** From the request to the commit of the tree's last event. */
async function measureWorkload(host: Host, following: Following, workload: Workload): Promise<Measured> {
  const before = following.seen.events;
  const start = performance.now();
  const { graph, input } = workload;
  const trees = Array.from({ length: workload.trees }, async () => {
    const { treeId } = await host.start({ graph, input, actor: ACTOR });
    await following.end(treeId);
  });
  await Promise.all(trees);
  const seconds = (performance.now() - start) / 1_000;
  const events = following.seen.events - before;
  return {
    name: workload.name,
    unit: workload.unit,
    perSecond: workload.units / seconds,
    events: events / seconds,
  };
}

/** W5: milliseconds from the request to the beginning of the first step, one after the other. */
async function measureSubmits(host: Host, following: Following): Promise<number[]> {
  const { graph, input } = chainOf(1);
  const waits: number[] = [];
  for (let i = 0; i < SUBMITS; i++) {
    const start = performance.now();
    onStep = () => {
      waits.push(performance.now() - start);
    };
    const { treeId } = await host.start({ graph, input, actor: ACTOR });
    await following.end(treeId);
  }
  onStep = () => undefined;
  return waits;
}

async function measureFloor(db: Database, floor: Floor): Promise<Measured> {
  const { rows, ms } = await floor.run(db);
  return { name: floor.name, unit: "rows", perSecond: (rows * 1_000) / ms, events: (rows * 1_000) / ms };
}

type Samples = { readonly rates: Map<string, Measured[]>; readonly submits: number[] };

async function rounds(db: Database, host: Host): Promise<Samples> {
  const following = follow(host);
  const samples = new Map<string, Measured[]>();
  const submits: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const measured: Measured[] = [];
    for (const floor of FLOORS) measured.push(await measureFloor(db, floor));
    for (const workload of WORKLOADS) measured.push(await measureWorkload(host, following, workload));
    const waits = await measureSubmits(host, following);
    // The first round warms up.
    if (round === 0) continue;
    for (const each of measured) samples.set(each.name, [...(samples.get(each.name) ?? []), each]);
    submits.push(...waits);
  }
  return { rates: samples, submits };
}

function report({ rates: samples, submits }: Samples): void {
  const rate = (name: string): number => median((samples.get(name) ?? []).map(({ perSecond }) => perSecond));
  const [one, many] = FLOORS.map(({ name }) => rate(name));
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, medians of ${ROUNDS} interleaved rounds\n`,
  );
  console.log("| what | a second | events a second | × insert-1 | × UNNEST-100 |\n|---|---:|---:|---:|---:|");
  for (const [name, each] of samples) {
    const perSecond = rate(name);
    const events = median(each.map((sample) => sample.events));
    const ratios = [perSecond / (one ?? 1), perSecond / (many ?? 1)].map((ratio) => ratio.toFixed(2));
    console.log(
      `| ${name} | ${Math.round(perSecond).toLocaleString("en")} ${each[0]?.unit} | ${Math.round(events).toLocaleString("en")} | ${ratios.join(" | ")} |`,
    );
  }
  const sorted = submits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const insert = 1_000 / (one ?? 1);
  console.log(
    `\nW5 from the request to the first step: p50 ${at(0.5).toFixed(2)} ms (${(at(0.5) / insert).toFixed(2)} × insert-1), p99 ${at(0.99).toFixed(2)} ms`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "banyan-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir: folder, log: () => {} });
  try {
    await migrateDatabase(postgres.url);
    const db = openDatabase({ url: postgres.url });
    await prepareFloor(db);
    const host = await createHost({ db, executor, log: SILENT, alone: true });
    report(await rounds(db, host));
    await host.stop();
    await db.close();
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
