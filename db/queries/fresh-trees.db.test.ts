import { expect, test } from "vitest";
import { newTree, RUNNING, runHeader } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { appendBatch } from "./append-batch.ts";
import { readJournal } from "./read-journal.ts";

const { sql } = await cloneDatabase();

const ENDED = {
  status: "failed",
  failure: '{"code":"TaskFailed","message":"no"}',
  endedAt: 1_700_000_005_000,
};
const ANN = { kind: "user", id: "u1", name: "Ann" } as const;

/** All that an append of one tree wrote, but for what names it. */
async function writtenOf(treeId: string) {
  const [tree] = await sql`select * from trees where id = ${treeId}`;
  const told = await sql`select * from workspace_events where subject = ${treeId}`;
  const { id: _, idempotencyKey: _key, createdAt: _at, ...row } = tree ?? {};
  return {
    row,
    journal: await readJournal(sql, treeId, { afterSeq: 0 }),
    runs: (await sql`select * from runs where tree_id = ${treeId} order by no`).map(
      ({ treeId: _, ...run }) => run,
    ),
    told: told.map(({ id: _, at: _at, subject: _subject, detail, ...event }) => ({
      ...event,
      detail: JSON.parse(detail),
    })),
    audits: (
      await sql`select actor_name, action, detail from audit_log where object = ${treeId} order by id`
    ).map((each) => ({ ...each })),
    blobs: (await sql`select hash, context from blob_refs where tree_id = ${treeId} order by hash`).map(
      (each) => ({ ...each }),
    ),
  };
}

test.each([
  ["that goes on", 1, {}],
  ["of several that go on", 3, {}],
  ["that ends at once", 1, ENDED],
  ["of several that end at once", 2, ENDED],
])("a tree %s is written as if it might be there already", async (_, count, header) => {
  const entryOf = (idempotencyKey: string | null) => {
    const entry = newTree({
      lastSeq: 2,
      events: '[{"n":1},{"n":2}]',
      header: { ...RUNNING, nextWakeAt: 1_700_000_000_123, ...header },
      newRuns: [runHeader(0, { label: "left {x}" }), runHeader(1)],
      blobs: [{ hash: "shared", bytes: 4, text: "null", context: true }],
      create: { idempotencyKey, label: "left {x}", startedAt: 1_700_000_000_000, demo: true },
    });
    const audits = [{ actor: ANN, action: "run.start", object: entry.treeId, detail: "why" }];
    return { ...entry, audits };
  };
  const fresh = Array.from({ length: count }, () => entryOf(null));
  const keyed = Array.from({ length: count }, (_each, n) => entryOf(`${count} ${"endedAt" in header} ${n}`));
  for (const entries of [fresh, keyed]) expect((await appendBatch(sql, entries)).refused).toEqual([]);
  const expected = await writtenOf(keyed[0]?.treeId ?? "");
  expect(expected.told).toHaveLength(1);
  expect(expected.audits).toHaveLength(1);
  for (const { treeId } of fresh) expect(await writtenOf(treeId)).toEqual(expected);
});

test("a start that is repeated because its answer was lost is told that its tree exists", async () => {
  const [again, other] = [newTree(), newTree()];
  await appendBatch(sql, [again]);
  expect((await appendBatch(sql, [again])).refused).toEqual([{ treeId: again.treeId, reason: "duplicate" }]);
  const { written, refused } = await appendBatch(sql, [again, other]);
  expect([...written]).toEqual([other.treeId]);
  expect(refused).toEqual([{ treeId: again.treeId, reason: "duplicate" }]);
  expect(await readJournal(sql, again.treeId, { afterSeq: 0 })).toHaveLength(1);
});
