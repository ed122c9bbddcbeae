import { beforeEach, expect, test } from "vitest";
import { packText } from "../packed.ts";
import { newTree, RUNNING } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { type AppendEntry, appendBatch } from "./append-batch.ts";
import { collectBlobs } from "./collect-blobs.ts";
import { getBlobs } from "./get-blobs.ts";
import { packBlob } from "./pack-blob.ts";

const { sql } = await cloneDatabase();
const HOUR = 3_600_000;
const NOW = { orphanMs: HOUR, contextMs: HOUR, limit: 100 };

beforeEach(async () => {
  await sql`truncate trees, journal, runs, blobs, blob_refs cascade`;
});

const blob = (hash: string, context?: true) => ({
  hash,
  bytes: 6,
  text: `"${hash}"`,
  ...(context ? { context } : {}),
});

async function put(changes: Partial<AppendEntry>): Promise<string> {
  const entry = newTree(changes as Parameters<typeof newTree>[0]);
  expect((await appendBatch(sql, [entry])).refused).toEqual([]);
  return entry.treeId;
}

async function grownOld(): Promise<void> {
  await sql`update blobs set touched_at = now() - interval '2 hours'`;
  await sql`update trees set ended_at = ended_at - interval '2 hours'`;
}

const left = async () => [...(await getBlobs(sql, ["a", "b", "c", "old", "orphan"])).keys()].sort();
const ended = { ...RUNNING, status: "succeeded", endedAt: Date.now() };

test("what no tree names goes after its time; what a tree names, and what is older than the counting, stays", async () => {
  await put({ blobs: [blob("a")] });
  await packBlob(sql, { hash: "orphan", bytes: 6, packed: await packText('"orphan"') });
  await sql`insert into blobs (hash, bytes, body) values ('old', 5, '"old"')`;
  expect(await collectBlobs(sql, NOW)).toEqual({ released: 0, deleted: 0 });
  await grownOld();
  expect(await collectBlobs(sql, NOW)).toEqual({ released: 0, deleted: 1 });
  expect(await left()).toEqual(["a", "old"]);
});

test("contexts of a tree that ended long ago go, but not what its journal shows elsewhere, and not a live tree's", async () => {
  const events =
    '[{"type":"TreeStarted","input":{"$blob":"b","bytes":6},"context":[{"hash":"a"},{"hash":"b"}]}]';
  await put({ events, header: ended, blobs: [blob("a", true), blob("b", true)] });
  await put({ blobs: [blob("c", true)] });
  await grownOld();
  expect(await collectBlobs(sql, NOW)).toEqual({ released: 1, deleted: 1 });
  expect(await left()).toEqual(["b", "c"]);
  expect(await collectBlobs(sql, NOW)).toEqual({ released: 0, deleted: 0 });
});

test("a value that another tree names too stays", async () => {
  await put({ header: ended, blobs: [blob("a", true)] });
  await put({ blobs: [blob("a")] });
  await grownOld();
  expect(await collectBlobs(sql, NOW)).toEqual({ released: 1, deleted: 0 });
  expect(await left()).toEqual(["a"]);
});

test("a value that is put again while it is about to be deleted stays", async () => {
  await sql`insert into blobs (hash, bytes, body, counted) values ('a', 3, '"a"', true)`;
  await grownOld();
  const collecting = await sql.begin(async (tx) => {
    const entries = [newTree({ blobs: [blob("a")] })];
    await appendBatch(tx as unknown as typeof sql, entries);
    const promise = collectBlobs(sql, NOW);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { promise };
  });
  expect(await collecting.promise).toEqual({ released: 0, deleted: 0 });
  expect(await left()).toEqual(["a"]);
});

test("a packed value reads back as it was, and is not stored as text again", async () => {
  const text = JSON.stringify("grows and falls ".repeat(1_000));
  await put({ blobs: [{ hash: "a", bytes: text.length, text }] });
  await packBlob(sql, { hash: "a", bytes: text.length, packed: await packText(text) });
  await put({ blobs: [{ hash: "a", bytes: text.length, text }] });
  expect((await getBlobs(sql, ["a"])).get("a")).toBe(text);
  const rows = await sql`select body, length(packed) as packed from blobs`;
  expect(rows).toEqual([{ body: null, packed: expect.any(Number) }]);
  expect(Number(rows[0]?.["packed"])).toBeLessThan(text.length / 50);
});
