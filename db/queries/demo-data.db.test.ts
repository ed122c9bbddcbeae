import { expect, test } from "vitest";
import { withTransaction } from "../client.ts";
import { newTree, RUNNING } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { appendBatch } from "./append-batch.ts";
import { archiveJournal } from "./archive-journal.ts";
import { removeDemoTrees } from "./demo-data.ts";

const { sql, db } = await cloneDatabase();

test("removing demo trees leaves values that the packed journal of another tree names", async () => {
  const [old, fresh] = ["a".repeat(64), "b".repeat(64)];
  const named = [old, fresh].map((hash) => ({ $blob: hash, bytes: 4 }));
  const events = JSON.stringify([{ type: "TreeStarted" }, { type: "RunStarted", input: named }]);
  const blobs = [old, fresh].map((hash) => ({ hash, bytes: 4, text: "null" }));
  const header = { ...RUNNING, status: "succeeded", endedAt: 1_700_000_000_000 };
  const kept = newTree({ events, header, blobs: blobs.slice(0, 1) });
  const demo = newTree({ events, header, blobs, create: { demo: true } });
  await appendBatch(sql, [kept]);
  // As a version left it that did not note yet which tree puts which value.
  await sql`update blobs set counted = false`;
  await sql`delete from blob_refs`;
  await appendBatch(sql, [demo]);
  expect(await archiveJournal(db, kept.treeId)).toBe(true);
  expect(await withTransaction(db, (tx) => removeDemoTrees(tx, [kept.treeId, demo.treeId]))).toBe(1);
  const left = await sql<{ hash: string }[]>`select hash from blobs order by hash`;
  expect(left.map(({ hash }) => hash)).toEqual([old]);
});
