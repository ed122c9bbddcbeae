import type { Database } from "#db/client";
import type { Json } from "#server/engine/values/json";
import { createHost, type Host } from "#server/runtime/host";
import { chainsWithContext, hangingTree, loopOf, wideTree } from "./curve-workloads.ts";
import { inDatabase } from "./in-database.ts";
import { processorMeter } from "./processor.ts";
import { figure, table } from "./table.ts";
import { chainsOf, noOp, type Workload } from "./workloads.ts";

/**
 * `npm run bench:curves`: what a step costs as chains, trees, crowds, contexts and journals grow. Each column but the
 * first two is of processor time, bytes or memory, so that it says something on a machine that others use. Names of
 * tables, such as `Recovery`, choose some of them.
 */
const CHAINS = [10, 100, 1_000, 10_000];
const TREES = [10, 32, 100, 316];
const CROWDS = [1, 10, 100, 1_000, 5_000];
const CONTEXTS = [1, 32, 256, 1_024];
const HEAD = [
  "workload",
  "s",
  "a second",
  "Node µs a step",
  "PostgreSQL µs a step",
  "WAL B a step",
  "disk B a step",
  "heap MB",
];
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const SILENT = { info: () => {}, warn: () => {}, error: () => {} };
/** Called when a tree hangs, which it does once all but its last node is done. */
let onHang: () => void = () => undefined;
const executor = {
  facts: (task: string) => (task.startsWith("no-op") ? { pure: task === "no-op-pure" } : { pure: false }),
  run: (task: string, input: Json) => {
    if (task !== "hang") return Promise.resolve({ ok: true as const, output: noOp(input) });
    onHang();
    return new Promise<never>(() => undefined);
  },
};

const openHost = (db: Database) => createHost({ db, executor, log: SILENT, alone: true });

async function runToEnd(host: Host, { graph, input, trees }: Workload): Promise<void> {
  let left = trees;
  let stop: () => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    stop = host.onCommitted((treeId, { tree }) => {
      if (tree.status === "failed") reject(new Error(`tree ${treeId} failed: ${tree.failure}`));
      if (tree.status !== "succeeded") return;
      left -= 1;
      if (left === 0) resolve();
    });
  });
  const starts = Array.from({ length: trees }, () => host.start({ graph, input, actor: ACTOR }));
  await Promise.all([ended, ...starts]);
  stop();
}

async function stored({ sql }: Database): Promise<{ readonly disk: number; readonly wal: number }> {
  const [row] = await sql<{ disk: number; wal: number }[]>`
    select (select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace)::bigint as disk,
      pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint as wal`;
  return row ?? { disk: 0, wal: 0 };
}

/** Runs it once and gives its row. */
async function rowOf(db: Database, host: Host, workload: Workload): Promise<readonly string[]> {
  const [before, meter, start] = [await stored(db), await processorMeter(db), performance.now()];
  await runToEnd(host, workload);
  const seconds = (performance.now() - start) / 1_000;
  const { node, postgres } = meter();
  const after = await stored(db);
  const { units, unit, name } = workload;
  const bytes = [after.wal - before.wal, after.disk - before.disk].map((each) => figure(each / units));
  const times = [node, postgres].map((each) => figure(each / units));
  const heap = figure(process.memoryUsage().heapUsed / 2 ** 20);
  return [name, figure(seconds), `${figure(units / seconds)} ${unit}`, ...times, ...bytes, heap];
}

/** A tree of so many runs whose owner is lost: how long until the next one has all of its state. */
async function recoveryOf(db: Database, width: number): Promise<readonly string[]> {
  const host = await openHost(db);
  const { graph, input } = hangingTree(width);
  const hung = new Promise<void>((resolve) => {
    onHang = resolve;
  });
  const { treeId } = await host.start({ graph, input, actor: ACTOR });
  await hung;
  host.vanish();
  onHang = () => undefined;
  const start = performance.now();
  const next = await openHost(db);
  const state = await next.inspect(treeId);
  const seconds = (performance.now() - start) / 1_000;
  const memory = process.memoryUsage().rss / 2 ** 20;
  next.vanish();
  await db.sql`update trees set status = 'cancelled', ended_at = now(), worker_id = null where id = ${treeId}`;
  return [String(state.runs.length), String(state.seq), figure(seconds), figure(memory)];
}

async function main({ db }: { readonly db: Database }): Promise<void> {
  let host = await openHost(db);
  await runToEnd(host, chainsOf(100, 10));
  await runToEnd(host, chainsWithContext(1));
  const series: Readonly<Record<string, readonly Workload[]>> = {
    Chains: CHAINS.map(loopOf),
    "Trees (pure)": TREES.map(wideTree),
    "Trees at once": CROWDS.map((trees) => chainsOf(trees, 10)),
    Contexts: CONTEXTS.map(chainsWithContext),
  };
  const wanted = process.argv.slice(2);
  const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
  for (const [name, workloads] of Object.entries(series)) {
    if (!isWanted(name)) continue;
    const rows: (readonly string[])[] = [];
    for (const workload of workloads) rows.push(await rowOf(db, host, workload));
    console.log(`\n## ${name}\n\n${table(HEAD, rows)}`);
  }
  await host.stop();
  if (!isWanted("Recovery")) return;
  const recovered: (readonly string[])[] = [];
  for (const width of TREES) recovered.push(await recoveryOf(db, width));
  console.log(
    `\n## Recovery\n\n${table(["runs", "events", "s until the state is there", "memory MB"], recovered)}`,
  );
  host = await openHost(db);
  const [journal] = await db.sql<
    { events: number }[]
  >`select sum(last_seq - first_seq + 1)::bigint as events from journal`;
  console.log(
    `\n## After ${journal?.events} events in the journal\n\n${table(HEAD, [await rowOf(db, host, chainsOf(100, 10))])}`,
  );
  await host.stop();
}

await inDatabase(main);
