import { parseArgs } from "node:util";
import { archiveJournal } from "#db/queries/archive-journal";
import type { Json } from "#server/engine/values/json";
import { createHost } from "#server/runtime/host";
import { inDatabase, type Place } from "./in-database.ts";
import { figure, table } from "./table.ts";
import { chainsOf, noOp } from "./workloads.ts";

/**
 * `npm run bench:soak`: a million effectful steps, 100 chains at once, with trees that ended packed away meanwhile as
 * retention does it. What must stay flat: memory, the time that looking for trees to claim takes, dead rows, rows of the
 * journal.
 */
const { values } = parseArgs({ options: { steps: { type: "string", default: "1000000" } } });
const STEPS = Number(values.steps);
const AT_ONCE = 100;
const LENGTH = 100;
const SAMPLES = 20;
const ACTOR = { kind: "system", id: "bench", name: "Bench" } as const;
const executor = {
  facts: () => ({ pure: false }),
  run: (_task: string, input: Json) => Promise.resolve({ ok: true as const, output: noOp(input) }),
};
const log = { info: () => {}, warn: () => {}, error: () => {} };

type Sql = Place["db"]["sql"];

/** Milliseconds of a look for trees that want an owner, the middle one of nine. */
async function claimLatency(sql: Sql): Promise<number> {
  const taken: number[] = [];
  for (let look = 0; look < 9; look++) {
    const start = performance.now();
    await sql`select id from trees where status in ('running', 'paused') and worker_id is null and next_wake_at <= now() limit 32`;
    taken.push(performance.now() - start);
  }
  return taken.toSorted((a, b) => a - b)[4] ?? 0;
}

async function sample(sql: Sql, steps: number, seconds: number): Promise<readonly string[]> {
  globalThis.gc?.();
  const [row] = await sql<{ live: number; dead: number; bytes: number }[]>`
    select coalesce(sum(n_live_tup) filter (where relname = 'journal'), 0)::int as live, coalesce(sum(n_dead_tup), 0)::int as dead,
      sum(pg_total_relation_size(relid))::bigint as bytes
    from pg_stat_user_tables`;
  const { heapUsed, rss } = process.memoryUsage();
  const megabytes = [heapUsed, rss, row?.bytes ?? 0].map((bytes) => figure(bytes / 2 ** 20));
  return [
    String(steps),
    figure(steps / seconds),
    ...megabytes,
    String(row?.live),
    String(row?.dead),
    figure(await claimLatency(sql)),
  ];
}

async function soak({ db }: Place): Promise<void> {
  const { sql } = db;
  const host = await createHost({ db, executor, log, alone: true });
  const { graph, input } = chainsOf(1, LENGTH);
  const ended = new Map<string, () => void>();
  host.onCommitted((treeId, { tree }) => {
    if (tree.endedAt !== null) ended.get(treeId)?.();
  });
  let steps = 0;
  let packing = Promise.resolve();
  const start = performance.now();
  const rows: (readonly string[])[] = [];
  const oneAfterTheOther = async (until: number) => {
    while (steps < until) {
      steps += LENGTH;
      const { treeId } = await host.start({ graph, input, actor: ACTOR });
      await new Promise<void>((resolve) => ended.set(treeId, resolve));
      ended.delete(treeId);
      packing = packing.then(async () => void (await archiveJournal(db, treeId)));
    }
  };
  for (let part = 1; part <= SAMPLES; part++) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => oneAfterTheOther((STEPS * part) / SAMPLES)));
    await packing;
    rows.push(await sample(sql, steps, (performance.now() - start) / 1_000));
    console.error(rows.at(-1)?.join(" · "));
  }
  const head = [
    "steps",
    "a second",
    "heap MB",
    "memory MB",
    "database MB",
    "rows of the journal",
    "dead rows",
    "ms to look for trees",
  ];
  console.log(table(head, rows));
  await host.stop();
}

await inDatabase(soak);
