import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Sql, withTransaction } from "../client.ts";
import { newTree, nextEvent, RUNNING, runHeader } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { appendBatch } from "./append-batch.ts";
import { listAllRuns } from "./list-all-runs.ts";
import { listRoots } from "./list-roots.ts";
import { openTreeRows } from "./open-tree-rows.ts";
import { askingRuns } from "./overview.ts";

const { db, sql } = await cloneDatabase();
const APPROVAL = JSON.stringify({ waits: [{ kind: "approval", node: "sure", item: null, since: 7 }] });
const TIMER = JSON.stringify({ waits: [{ kind: "timer", node: "later", item: null, until: 9 }] });

const asking = async () => (await askingRuns(sql, 5)).runs.map(({ no }) => no);

const counted = async (treeId: string) => (await openTreeRows(sql, 5)).find(({ id }) => id === treeId)?.asks;

async function rowsRead(tx: Sql): Promise<number> {
  const [read] = await tx<{ rows: number }[]>`
    select (seq_tup_read + idx_tup_fetch)::int as rows from pg_stat_xact_user_tables where relname = 'runs'`;
  return read?.rows ?? Number.NaN;
}

/** Rows of runs that a query reads. */
function readBy(query: (tx: Sql) => Promise<unknown>): Promise<number> {
  return withTransaction(db, async (tx) => {
    const before = await rowsRead(tx);
    await query(tx);
    return (await rowsRead(tx)) - before;
  });
}

test("a run asks from the append that says so until the one that says it no longer does", async () => {
  const tree = newTree({
    header: { ...RUNNING, runs: 4 },
    newRuns: [0, 1, 2, 3].map((no) => runHeader(no, no === 1 ? { notes: APPROVAL } : { notes: TIMER })),
  });
  await appendBatch(sql, [tree]);
  expect(await asking()).toEqual([1]);
  expect(await counted(tree.treeId)).toBe(1);
  const next = (seq: number, ...changedRuns: ReturnType<typeof runHeader>[]) =>
    appendBatch(sql, [nextEvent(tree.treeId, seq, { changedRuns })]);
  await next(
    1,
    runHeader(1, { notes: TIMER }),
    runHeader(2, { parked: 1 }),
    runHeader(3, { notes: APPROVAL }),
  );
  expect(await asking()).toEqual([2, 3]);
  expect(await counted(tree.treeId)).toBe(2);
  expect((await askingRuns(sql, 1)).since).toBe(7);
  await next(2, runHeader(2, { parked: 1, endedAt: 9, endedSeq: 3 }), runHeader(3, { notes: null }));
  expect(await asking()).toEqual([]);
  expect(await counted(tree.treeId)).toBe(0);
});

test("of 100,000 runs that go on only those are read that wait for a person", async () => {
  const tree = newTree();
  await appendBatch(sql, [tree]);
  await sql`
    insert into runs (tree_id, no, parent_no, depth, path, slug, status, notes, asks, started_seq, started_at)
    select ${tree.treeId}, n, 0, 1, 'root/child[' || n || ']', 'audit', 'waiting',
      case when n % 25000 = 0 then ${APPROVAL} else ${TIMER} end, n % 25000 = 0, n, n from generate_series(1, 100000) as n`;
  await sql`analyze runs`;
  const waits = { waits: "person" } as const;
  expect(await asking()).toEqual([25_000, 50_000, 75_000, 100_000]);
  expect(await readBy((tx) => askingRuns(tx, 5))).toBe(4);
  const page = { filter: waits, limit: 50, scan: 1_000 };
  expect((await listAllRuns(sql, page)).data).toHaveLength(4);
  expect(await readBy((tx) => listAllRuns(tx, page))).toBeLessThan(20);
  const roots = { filter: waits, by: "started", ascending: false, asOf: new Date(), limit: 50 } as const;
  expect((await listRoots(sql, roots)).map(({ tree: { id } }) => id)).toEqual([tree.treeId]);
  expect(await readBy((tx) => listRoots(tx, roots))).toBeLessThan(20);
});

test("runs that asked before there was a column for it are found", async () => {
  const notes = { notes: APPROVAL };
  const open = newTree({
    header: { ...RUNNING, runs: 5 },
    newRuns: [
      runHeader(0),
      runHeader(1, notes),
      runHeader(2, { ...notes, endedAt: 9, endedSeq: 3 }),
      runHeader(3, { parked: 1 }),
      runHeader(4, { notes: TIMER }),
    ],
  });
  await appendBatch(sql, [open]);
  await sql`alter table runs drop column asks`;
  await sql.unsafe(readFileSync(new URL("../../drizzle/0019_runs_asking.sql", import.meta.url), "utf8"));
  const found = await sql<
    { no: number }[]
  >`select no from runs where asks and tree_id = ${open.treeId} order by no`;
  expect(found.map(({ no }) => no)).toEqual([1, 3]);
});
