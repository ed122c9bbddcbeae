import { uuidv7 } from "uuidv7";
import { expect, test } from "vitest";
import { newTree, nextEvent, RUNNING, runHeader } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { type AppendEntry, appendBatch } from "./append-batch.ts";
import { createWorkflow } from "./create-workflow.ts";
import { databaseNow } from "./database-now.ts";
import { lastRunsBySlug } from "./last-runs-by-slug.ts";
import { listRoots, type RootQuery } from "./list-roots.ts";
import { countOpenBelow, listRuns } from "./list-runs.ts";
import { loadSnapshot } from "./load-snapshot.ts";
import { type SnapshotSave, saveSnapshot } from "./save-snapshot.ts";
import { treeSnapshot } from "./tree-snapshot.ts";

const { sql, db } = await cloneDatabase();
const append = (...entries: AppendEntry[]) => appendBatch(sql, entries);

const roots = (filter: RootQuery["filter"], limit: number, before?: string) =>
  listRoots(sql, {
    filter,
    by: "started",
    ascending: false,
    asOf: new Date(),
    limit,
    ...(before === undefined ? {} : { after: { by: "started", id: before } }),
  });

test("roots page newest first without a gap or a repeat, filtered by workflow and status", async () => {
  const entries = Array.from({ length: 25 }, (_, index) =>
    newTree({
      header: { ...RUNNING, status: index % 5 === 0 ? "failed" : "running" },
      create: { slug: index % 2 === 0 ? "even" : "odd" },
    }),
  );
  await append(...entries);
  const newestFirst = entries
    .map((entry) => entry.treeId)
    .toSorted()
    .toReversed();
  const seen: string[] = [];
  let page = await roots({}, 10);
  while (page.length > 0) {
    seen.push(...page.map(({ tree }) => tree.id));
    expect(page.every(({ tree, root }) => root.treeId === tree.id && root.no === 0)).toBe(true);
    page = await roots({}, 10, seen.at(-1) ?? "");
  }
  expect(seen).toEqual(newestFirst);
  expect(await roots({ slugs: ["even"] }, 50)).toHaveLength(13);
  expect(await roots({ statuses: ["failed"] }, 50)).toHaveLength(5);
  expect(await roots({ slugs: ["odd"], statuses: ["failed", "paused"] }, 50)).toHaveLength(2);
  const last = await lastRunsBySlug(sql, ["even", "odd", "none"], 3);
  expect(last.get("even")?.map((run) => run.id)).toEqual(
    (await roots({ slugs: ["even"] }, 3)).map(({ tree }) => tree.id),
  );
  expect(last.has("none")).toBe(false);
});

test("a tree snapshot holds the head and every run as the live view shows them", async () => {
  await createWorkflow(sql, {
    slug: "audit",
    name: "Audit",
    description: "",
    hash: "h",
    graph: "{}",
    nodes: 0,
    recursion: "none",
    createdBy: "test",
  });
  const entry = newTree({
    newRuns: [
      runHeader(0),
      runHeader(1, {
        status: "failed",
        failure: '{"code":"TaskFailed","message":"no"}',
        endedAt: 5,
        item: 3,
        label: "x",
      }),
      runHeader(2, { parentNo: 1, depth: 2 }),
      runHeader(3, { parentNo: 0 }),
    ],
  });
  await append(entry);
  const snapshot = await treeSnapshot(db, entry.treeId);
  expect(snapshot).toMatchObject({
    name: "Audit",
    startedAt: 1_700_000_000_000,
    tree: { head: 1, slug: "audit" },
  });
  expect(snapshot?.rows[1]).toEqual({
    no: 1,
    parent: 0,
    node: "child",
    item: 3,
    depth: 1,
    slug: "audit",
    label: "x",
    status: "failed",
    startedAt: 1_700_000_000_001,
    endedAt: 5,
    activeNode: null,
    retries: 0,
    parked: 0,
    failure: { code: "TaskFailed", message: "no" },
    tokens: 0,
    costUsd: 0,
  });
  expect(snapshot?.rows.map((row) => row.no)).toEqual([0, 1, 2, 3]);
  expect((await listRuns(sql, entry.treeId, { after: 1, limit: 1 })).map((run) => run.no)).toEqual([2]);
  expect(await countOpenBelow(sql, entry.treeId, 0)).toMatchObject({ runs: 2 });
  expect(await treeSnapshot(db, uuidv7())).toBeNull();
});

test("a cancel stops what works and what stands in line, which is at work on nothing", async () => {
  const inLine = { status: "queued", activeNode: "think" };
  const entry = newTree({
    header: { ...RUNNING, runs: 4 },
    newRuns: [
      runHeader(0),
      runHeader(1, { activeNode: "think" }),
      runHeader(2, inLine),
      runHeader(3, { ...inLine, status: "cancelled", endedAt: 9, endedSeq: 5 }),
    ],
  });
  await appendBatch(sql, [entry]);
  expect(await countOpenBelow(sql, entry.treeId, 0)).toEqual({ runs: 3, attempts: 1, queued: 1 });
  expect(await countOpenBelow(sql, entry.treeId, 2)).toEqual({ runs: 1, attempts: 0, queued: 1 });
});

test("snapshots of a tree and of what appends beside it never mix two seqs", async () => {
  const entry = newTree();
  await append(entry);
  const writing = (async () => {
    for (let head = 1; head < 60; head++) {
      await append(nextEvent(entry.treeId, head, { changedRuns: [{ ...runHeader(0), retries: head + 1 }] }));
    }
  })();
  for (let read = 0; read < 20; read++) {
    const snapshot = await treeSnapshot(db, entry.treeId);
    const head = snapshot?.tree.head ?? 0;
    expect(snapshot?.rows[0]?.retries).toBe(head === 1 ? 0 : head);
  }
  await writing;
});

test("snapshots are replaced by newer ones of the owner only, run by run", async () => {
  const entry = newTree({ lastSeq: 9, events: "[]" });
  await append(entry);
  const save = (changes: Partial<SnapshotSave>) =>
    saveSnapshot(sql, {
      treeId: entry.treeId,
      epoch: 1,
      seq: 3,
      version: 1,
      state: "three",
      runs: [],
      ...changes,
    });
  expect(await loadSnapshot(db, entry.treeId)).toBeNull();
  expect(
    await save({
      runs: [
        { no: 1, state: "b" },
        { no: 0, state: "a" },
      ],
    }),
  ).toBe(true);
  expect(await save({ seq: 2, state: "two", runs: [{ no: 0, state: "old" }] })).toBe(false);
  expect(await save({ seq: 4, epoch: 2, state: "stale" })).toBe(false);
  expect(await save({ seq: 10, state: "not committed" })).toBe(false);
  expect(await save({ seq: 5, state: "five", runs: [{ no: 1, state: "c" }] })).toBe(true);
  expect(await loadSnapshot(db, entry.treeId)).toEqual({
    seq: 5,
    version: 1,
    state: "five",
    runs: [
      { no: 0, state: "a" },
      { no: 1, state: "c" },
    ],
  });
});

test("the database's clock is in whole milliseconds", async () => {
  const now = await databaseNow(sql);
  expect(Number.isInteger(now)).toBe(true);
  expect(Math.abs(now - Date.now())).toBeLessThan(5_000);
});
