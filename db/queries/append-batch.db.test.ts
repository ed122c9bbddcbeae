import { uuidv7 } from "uuidv7";
import { describe, expect, test } from "vitest";
import { withTransaction } from "../client.ts";
import { newTree, nextEvent, RUNNING, runHeader } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { type AppendEntry, appendBatch } from "./append-batch.ts";
import { getBlobs } from "./get-blobs.ts";
import { getRun } from "./get-run.ts";
import { getTree, getTreeAsWritten } from "./get-tree.ts";
import { hasEntry } from "./has-entry.ts";
import { readHead } from "./read-head.ts";
import { readEventAt, readJournal } from "./read-journal.ts";

const { sql, db } = await cloneDatabase();

function signal() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

const append = (...entries: AppendEntry[]) => appendBatch(sql, entries);

async function started(changes: Parameters<typeof newTree>[0] = {}): Promise<string> {
  const entry = newTree(changes);
  expect((await append(entry)).refused).toEqual([]);
  return entry.treeId;
}

describe("appendBatch", () => {
  test("creates a tree with its journal, root run and blobs, and reads them back as they were", async () => {
    const text = '{"quote":"\\"a\\\\b\\"","ümlaut":"😀","null":null}';
    const entry = newTree({
      lastSeq: 2,
      events: `[${text},{"n":2}]`,
      header: { ...RUNNING, nextWakeAt: 1_700_000_000_123 },
      newRuns: [runHeader(0, { label: 'left {x}, "y"', startedAt: 1_700_000_000_123.5 })],
      blobs: [{ hash: "b1", bytes: 4, text: "null" }],
      create: { idempotencyKey: "first", maxDepth: 7 },
    });
    const result = await appendBatch(sql, [entry]);
    expect([...result.written]).toEqual([entry.treeId]);
    expect(await readHead(sql, entry.treeId)).toEqual({ head: 2, written: 2, epoch: 1, status: "running" });
    const tree = await getTree(sql, entry.treeId);
    expect(tree).toMatchObject({ slug: "audit", maxDepth: 7, createdBy: "test", workerId: null, crashes: 0 });
    expect(tree?.nextWakeAt).toEqual(new Date(1_700_000_000_123));
    expect(await getRun(sql, entry.treeId, 0)).toEqual({
      treeId: entry.treeId,
      asks: false,
      ...entry.newRuns[0],
    });
    expect(await readEventAt(sql, entry.treeId, 1)).toEqual(JSON.parse(text));
    expect(await readEventAt(sql, entry.treeId, 2)).toEqual({ n: 2 });
    expect(await readEventAt(sql, entry.treeId, 3)).toBeNull();
    expect(await getBlobs(sql, ["b1", "missing"])).toEqual(new Map([["b1", "null"]]));
  });

  test("how many rows several trees bring needs no further statement", async () => {
    const append = (...entries: AppendEntry[]) => appendBatch(db.journal, entries);
    const prepared = async () =>
      (await db.journal`select 1 from pg_prepared_statements where statement like 'with entry%'`).length;
    const ids = [await started(), await started()];
    const runsOf = (seq: number, ...counts: number[]) =>
      ids.map((id, i) =>
        nextEvent(id, seq, {
          newRuns: Array.from({ length: counts[i] ?? 0 }, (_, n) => runHeader(seq * 10 + n)),
        }),
      );
    await append(...runsOf(1, 2, 2));
    const before = await prepared();
    expect(before).toBe(1);
    await append(...runsOf(2, 1, 0));
    await append(...runsOf(3, 0, 1));
    expect(await prepared()).toBe(before);
    expect((await getRun(sql, ids[1] ?? "", 30))?.no).toBe(30);
  });

  test("the audit rows of an entry are written with its events, in order, and those of a refused one are not", async () => {
    const [stale, fine] = [await started(), await started()];
    const actor = { kind: "user", id: "u1", name: "Ann" } as const;
    const told = (id: string, action: string) => ({
      actor,
      action,
      object: `runs/${id}`,
      detail: "why, {x}",
    });
    await append(
      nextEvent(stale, 1, { epoch: 2, audits: [told(stale, "run.pause")] }),
      nextEvent(fine, 1, {
        audits: [told(fine, "run.pause"), { actor, action: "run.resume", object: `runs/${fine}` }],
      }),
    );
    const rows = await sql`
      select actor_kind, actor_id, actor_name, action, object, detail from audit_log
      where object in ${sql([`runs/${stale}`, `runs/${fine}`])} order by id`;
    const row = { actorKind: "user", actorId: "u1", actorName: "Ann", object: `runs/${fine}` };
    expect([...rows]).toEqual([
      { ...row, action: "run.pause", detail: "why, {x}" },
      { ...row, action: "run.resume", detail: null },
    ]);
  });

  const PARTS = {
    newRuns: [runHeader(1, { label: "one" }), runHeader(2, { label: "two" })],
    changedRuns: [{ ...runHeader(0), activeNode: "later" }],
    audits: [{ actor: { kind: "user", id: "u1", name: "Ann" }, action: "run.pause", object: "a part" }],
    blobs: [{ hash: "of a part", bytes: 4, text: "null" }],
    sameStatus: true,
  } as const;
  const NAMES = Object.keys(PARTS) as (keyof typeof PARTS)[];
  const MIXES = Array.from({ length: 2 ** NAMES.length }, (_, mask) =>
    NAMES.filter((_name, bit) => (mask >> bit) & 1),
  );

  describe.each([
    { trees: 1, news: 0 },
    { trees: 1, news: 1 },
    { trees: 2, news: 0 },
  ])("of $trees trees, and $news new ones", ({ trees, news }) => {
    test.each(MIXES)("writes whole what holds %s %s %s %s %s", async (...mix) => {
      const given = Object.fromEntries(mix.map((name) => [name, PARTS[name]]));
      const has = (name: keyof typeof PARTS): number => (mix.includes(name) ? 1 : 0);
      const ids = await Promise.all(Array.from({ length: trees }, () => started()));
      await sql`delete from audit_log`;
      await sql`delete from blob_refs`;
      const entries = ids.map((treeId) => nextEvent(treeId, 1, given));
      const { refused } = await append(...entries, ...Array.from({ length: news }, () => newTree()));
      expect(refused).toEqual([]);
      for (const treeId of ids) {
        expect(await readEventAt(sql, treeId, 2)).toEqual({ type: "NodeStarted", n: 2 });
        expect((await getTree(sql, treeId))?.head).toBe(2);
        expect((await getRun(sql, treeId, 2))?.label).toBe(has("newRuns") ? "two" : undefined);
        expect((await getRun(sql, treeId, 0))?.activeNode).toBe(has("changedRuns") ? "later" : null);
      }
      expect(await sql`select 1 from audit_log`).toHaveLength(trees * has("audits"));
      expect(await sql`select 1 from blob_refs`).toHaveLength(trees * has("blobs"));
    });
  });

  test("a new tree without owner and wake-up is due at once", async () => {
    const tree = await getTree(sql, await started());
    expect(tree?.nextWakeAt).toBeInstanceOf(Date);
  });

  test("a stale epoch and a moved head write nothing, and the other trees of the batch go through", async () => {
    const [stale, moved, fine] = [await started(), await started(), await started()];
    await append(nextEvent(moved, 1));
    const change = { ...runHeader(0), status: "succeeded" };
    const result = await append(
      nextEvent(stale, 1, { epoch: 2, newRuns: [runHeader(1)], changedRuns: [change] }),
      nextEvent(moved, 1, { newRuns: [runHeader(1)], changedRuns: [change] }),
      nextEvent(fine, 1, { newRuns: [runHeader(1)], changedRuns: [change] }),
    );
    expect([...result.written]).toEqual([fine]);
    expect(result.refused).toEqual([
      { treeId: stale, reason: "fenced" },
      { treeId: moved, reason: "fenced" },
    ]);
    expect((await readHead(sql, stale))?.head).toBe(1);
    expect((await readHead(sql, moved))?.head).toBe(2);
    expect((await readHead(sql, fine))?.head).toBe(2);
    for (const treeId of [stale, moved]) {
      expect(await getRun(sql, treeId, 1)).toBeNull();
      expect((await getRun(sql, treeId, 0))?.status).toBe("running");
    }
    expect((await getRun(sql, fine, 1))?.path).toBe("root/child[1]");
    expect((await getRun(sql, fine, 0))?.status).toBe("succeeded");
    expect(await readJournal(sql, stale, { afterSeq: 0 })).toHaveLength(1);
  });

  test("a tree that does not exist is fenced", async () => {
    const treeId = uuidv7();
    expect((await append(nextEvent(treeId, 1))).refused).toEqual([{ treeId, reason: "fenced" }]);
  });

  describe("of entries that bring only events", () => {
    const note = (treeId: string, head: number, changes: Partial<AppendEntry> = {}) =>
      nextEvent(treeId, head, { onlyEvents: true, ...changes });

    test("leaves the rows as they are, and the next entry follows on", async () => {
      const treeId = await started();
      await append(note(treeId, 1, { header: { ...RUNNING, status: "paused" } }));
      await append(note(treeId, 2));
      expect(await readHead(sql, treeId)).toEqual({ head: 3, written: 1, epoch: 1, status: "running" });
      expect((await getTree(sql, treeId))?.head).toBe(3);
      expect((await getTreeAsWritten(sql, treeId))?.head).toBe(1);
      expect((await append(nextEvent(treeId, 3))).refused).toEqual([]);
      expect(await readHead(sql, treeId)).toMatchObject({ head: 4, written: 4 });
    });

    test.each([
      ["of an epoch that is over", { epoch: 0 }],
      ["behind the head", { expectedHead: 0, lastSeq: 1 }],
      ["beyond the head", { expectedHead: 5, lastSeq: 6 }],
    ])("refuses one %s, and writes the others of the batch", async (_, changes) => {
      const [lost, fine, whole] = [await started(), await started(), await started()];
      const { refused } = await append(note(lost, 1, changes), note(fine, 1), nextEvent(whole, 1), newTree());
      expect(refused).toEqual([{ treeId: lost, reason: "fenced" }]);
      expect((await readHead(sql, lost))?.head).toBe(1);
      for (const treeId of [fine, whole]) expect((await readHead(sql, treeId))?.head).toBe(2);
    });

    test("carries its audit rows and its values", async () => {
      const treeId = await started();
      const actor = { kind: "user", id: "u1", name: "Ann" } as const;
      const carried = {
        audits: [{ actor, action: "run.note", object: treeId }],
        blobs: [{ hash: "of a note", bytes: 4, text: "null" }],
      };
      await append(note(treeId, 1, carried));
      expect(await sql`select 1 from audit_log where object = ${treeId}`).toHaveLength(1);
      expect(await sql`select 1 from blob_refs where tree_id = ${treeId}`).toHaveLength(1);
    });

    test("of two owners that write the next seq one has it, whatever each of them brings", async () => {
      for (const [one, other] of [
        [note, note],
        [note, nextEvent],
        [nextEvent, note],
      ] as const) {
        const treeId = await started();
        const results = await Promise.all([
          append(one(treeId, 1)),
          appendBatch(db.journal, [other(treeId, 1)]),
          append(one(treeId, 1)),
        ]);
        expect(results.filter((result) => result.written.has(treeId))).toHaveLength(1);
        expect(await readJournal(sql, treeId, { afterSeq: 0 })).toHaveLength(2);
      }
    });

    test("an owner that was claimed from while it wrote keeps its seq, and the next one is refused", async () => {
      const treeId = await started();
      const [wrote, claimed] = [signal(), signal()];
      const late = withTransaction(db, async (tx) => {
        await appendBatch(tx, [note(treeId, 1)]);
        wrote.resolve();
        await claimed.promise;
      });
      await wrote.promise;
      await sql`update trees set epoch = 2 where id = ${treeId}`;
      const next = append(nextEvent(treeId, 1, { epoch: 2 }));
      claimed.resolve();
      await late;
      expect((await next).refused).toEqual([{ treeId, reason: "fenced" }]);
      expect(await hasEntry(sql, { treeId, firstSeq: 2, epoch: 1 })).toBe(true);
      expect(await hasEntry(sql, { treeId, firstSeq: 2, epoch: 2 })).toBe(false);
      expect((await append(nextEvent(treeId, 2, { epoch: 2 }))).refused).toEqual([]);
    });
  });

  test("an idempotency key makes one tree, in one batch and over two", async () => {
    const one = newTree({ create: { idempotencyKey: "again" } });
    const two = newTree({ create: { idempotencyKey: "again" } });
    const three = newTree({ create: { idempotencyKey: "again" } });
    const first = await append(one, two);
    expect(first.written.size).toBe(1);
    expect(first.refused.map((refusal) => refusal.reason)).toEqual(["duplicate"]);
    expect((await append(three)).refused).toEqual([{ treeId: three.treeId, reason: "duplicate" }]);
    const [count] = await sql<{ count: number }[]>`
      select count(*) as count from journal where tree_id in (${one.treeId}, ${two.treeId}, ${three.treeId})`;
    expect(count?.count).toBe(1);
  });

  test("appending the same entry twice writes it once", async () => {
    const treeId = await started();
    const entry = nextEvent(treeId, 1);
    expect((await append(entry)).written.size).toBe(1);
    expect((await append(entry)).refused).toEqual([{ treeId, reason: "fenced" }]);
  });

  test("of many writers at one head exactly one wins", async () => {
    const treeId = await started();
    const results = await Promise.all(Array.from({ length: 8 }, () => append(nextEvent(treeId, 1))));
    expect(results.filter((result) => result.written.has(treeId))).toHaveLength(1);
    expect(await readJournal(sql, treeId, { afterSeq: 0 })).toHaveLength(2);
  });

  test("writers of the same trees in opposite order do not deadlock", async () => {
    const trees = await Promise.all(Array.from({ length: 20 }, () => started()));
    for (let head = 1; head < 6; head++) {
      const entries = trees.map((treeId) => nextEvent(treeId, head));
      const [a, b] = await Promise.all([append(...entries), append(...entries.toReversed())]);
      expect(a.written.size + b.written.size).toBe(trees.length);
    }
  });

  test("a blob that is there already stays, also when two entries bring it", async () => {
    const blob = { hash: "same", bytes: 1, text: "1" };
    await started({ blobs: [blob, blob] });
    await started({ blobs: [{ ...blob, text: "2" }] });
    expect(await getBlobs(sql, ["same"])).toEqual(new Map([["same", "1"]]));
  });

  test("progress clears the count of crashes, a recovery's own events do not", async () => {
    const treeId = await started();
    await sql`update trees set crashes = 2 where id = ${treeId}`;
    await append(nextEvent(treeId, 1, { recovery: true }));
    expect((await getTree(sql, treeId))?.crashes).toBe(2);
    await append(nextEvent(treeId, 2));
    expect((await getTree(sql, treeId))?.crashes).toBe(0);
  });

  test("the end of a tree frees its owner", async () => {
    const treeId = await started({ create: { workerId: uuidv7() } });
    expect((await getTree(sql, treeId))?.workerId).not.toBeNull();
    await append(
      nextEvent(treeId, 1, { header: { ...RUNNING, status: "succeeded", endedAt: 1_700_000_000_000 } }),
    );
    expect(await getTree(sql, treeId)).toMatchObject({ status: "succeeded", workerId: null });
  });

  test("a batch that names a tree twice is refused before anything is written", async () => {
    const treeId = await started();
    await expect(append(nextEvent(treeId, 1), nextEvent(treeId, 2))).rejects.toThrow("same tree twice");
    expect((await readHead(sql, treeId))?.head).toBe(1);
  });

  test("more entries than one statement takes are all written", async () => {
    const entries = Array.from({ length: 1_200 }, () => newTree());
    expect((await append(...entries)).written.size).toBe(1_200);
  });

  test("takes part in a transaction that is rolled back", async () => {
    const entry = newTree();
    const rolledBack = withTransaction(db, async (tx) => {
      await appendBatch(tx, [entry]);
      throw new Error("changed my mind");
    });
    await expect(rolledBack).rejects.toThrow("changed my mind");
    expect(await getTree(sql, entry.treeId)).toBeNull();
  });
});

async function readSeqs(
  treeId: string,
  limits: { limitRows?: number; limitBytes?: number },
): Promise<number[]> {
  const seqs: number[] = [];
  let page = await readJournal(sql, treeId, { afterSeq: 0, ...limits });
  while (page.length > 0) {
    for (const row of page) seqs.push(...(JSON.parse(row.events) as number[]));
    page = await readJournal(sql, treeId, { afterSeq: page.at(-1)?.lastSeq ?? 0, ...limits });
  }
  return seqs;
}

describe("readJournal", () => {
  test("pages by rows and by bytes without gaps, from the middle of a row too", async () => {
    const treeId = await started({ lastSeq: 3, events: "[1,2,3]" });
    for (let head = 3; head < 13; head += 2) {
      await append(nextEvent(treeId, head, { lastSeq: head + 2, events: `[${head + 1},${head + 2}]` }));
    }
    for (const limits of [{ limitRows: 2 }, { limitBytes: 10 }, {}]) {
      expect(await readSeqs(treeId, limits)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    }
    const [first] = await readJournal(sql, treeId, { afterSeq: 6 });
    expect([first?.firstSeq, first?.lastSeq]).toEqual([6, 7]);
    const [whole] = await readJournal(sql, treeId, { afterSeq: 5 });
    expect(whole?.firstSeq).toBe(6);
    expect(await readJournal(sql, treeId, { afterSeq: 13 })).toEqual([]);
  });
});
