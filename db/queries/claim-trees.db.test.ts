import { uuidv7 } from "uuidv7";
import { beforeEach, expect, test } from "vitest";
import { newTree, nextEvent } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { appendBatch } from "./append-batch.ts";
import { claimTree, claimTrees } from "./claim-trees.ts";
import { getTree } from "./get-tree.ts";
import { heartbeatWorker } from "./heartbeat-worker.ts";
import { quarantineTree, requeueTree } from "./quarantine-tree.ts";
import { registerWorker } from "./register-worker.ts";
import { releaseTree } from "./release-tree.ts";
import { retireOthers, retireWorker } from "./retire-worker.ts";
import { holdSuspects, trySuspect } from "./suspect-trees.ts";

const { sql } = await cloneDatabase();

beforeEach(async () => {
  await sql`truncate trees, workers, journal, runs cascade`;
});

async function worker(leaseMs = 60_000): Promise<string> {
  const id = uuidv7();
  await registerWorker(sql, { id, host: "test", pid: 1, leaseMs });
  return id;
}

async function trees(count: number, workerId: string | null = null): Promise<string[]> {
  const entries = Array.from({ length: count }, () => newTree({ create: { workerId } }));
  await appendBatch(sql, entries);
  return entries.map((entry) => entry.treeId);
}

const sleepUntil = async (treeId: string, at: Date | null) => {
  await sql`update trees set next_wake_at = ${at} where id = ${treeId}`;
};

test("claimers at the same time never share a tree and together get all", async () => {
  const ids = await trees(60);
  const workers = await Promise.all([worker(), worker(), worker(), worker()]);
  const claims = await Promise.all(
    [...workers, ...workers].map((workerId) => claimTrees(sql, { workerId, limit: 12 })),
  );
  const claimed = claims.flat().map((tree) => tree.id);
  expect(new Set(claimed).size).toBe(claimed.length);
  const rest = await claimTrees(sql, { workerId: workers[0] ?? "", limit: 100 });
  expect([...claimed, ...rest.map((tree) => tree.id)].toSorted()).toEqual(ids.toSorted());
});

test("a tree with a live owner stays with it; one whose owner's lease ran out moves on with a crash", async () => {
  const [alive, dying, other] = [await worker(), await worker(100), await worker()];
  const [kept] = await trees(1, alive);
  const [lost] = await trees(1, dying);
  const [unknown] = await trees(1, uuidv7());
  await new Promise((resolve) => setTimeout(resolve, 120));
  const claimed = await claimTrees(sql, { workerId: other, limit: 10 });
  expect(claimed.map((tree) => tree.id).toSorted()).toEqual([lost, unknown].toSorted());
  expect(claimed.every((tree) => tree.epoch === 2 && tree.crashes === 1 && tree.head === 1)).toBe(true);
  expect(await claimTree(sql, { workerId: other, treeId: kept ?? "" })).toBeNull();
});

test("crashes count up over owners that are lost one after the other", async () => {
  const [id = ""] = await trees(1);
  for (let crash = 0; crash < 3; crash++) {
    const workerId = await worker();
    const [tree] = await claimTrees(sql, { workerId, limit: 1 });
    expect(tree).toMatchObject({ id, crashes: crash, epoch: crash + 2 });
    await sql`delete from workers where id = ${workerId}`;
  }
});

test("a claim fences the owner before it", async () => {
  const [first, second] = [await worker(), await worker()];
  const [id = ""] = await trees(1, first);
  await sql`delete from workers where id = ${first}`;
  await claimTrees(sql, { workerId: second, limit: 1 });
  const late = await appendBatch(sql, [nextEvent(id, 1)]);
  expect(late.refused).toEqual([{ treeId: id, reason: "fenced" }]);
});

test("an idle tree comes back at its time or for a command, without a crash", async () => {
  const workerId = await worker();
  const [later = "", never = ""] = await trees(2, workerId);
  await sleepUntil(later, new Date(Date.now() + 60_000));
  for (const treeId of [later, never]) expect(await releaseTree(sql, { treeId, epoch: 1 })).toBe(true);
  expect(await claimTrees(sql, { workerId, limit: 10 })).toEqual([]);
  await sleepUntil(later, new Date(Date.now() - 1_000));
  expect(await claimTrees(sql, { workerId, limit: 10 })).toMatchObject([{ id: later, crashes: 0 }]);
  expect(await claimTree(sql, { workerId, treeId: never })).toMatchObject({
    id: never,
    crashes: 0,
    epoch: 2,
  });
  expect(await releaseTree(sql, { treeId: never, epoch: 1 })).toBe(false);
});

test("a worker whose lease ran out claims nothing and cannot extend it", async () => {
  const workerId = await worker(1);
  const [id = ""] = await trees(1);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await heartbeatWorker(sql, { id: workerId, leaseMs: 60_000 })).toBe(false);
  expect(await claimTrees(sql, { workerId, limit: 10 })).toEqual([]);
  expect(await claimTree(sql, { workerId, treeId: id })).toBeNull();
});

test("a heartbeat extends the lease; a retired worker has none and leaves its trees without a crash", async () => {
  const [leaving, staying] = [await worker(500), await worker()];
  const [id = ""] = await trees(1, leaving);
  expect(await heartbeatWorker(sql, { id: leaving, leaseMs: 60_000 })).toBe(true);
  expect(await retireWorker(sql, leaving)).toBe(1);
  expect(await heartbeatWorker(sql, { id: leaving, leaseMs: 60_000 })).toBe(false);
  expect(await claimTrees(sql, { workerId: staying, limit: 10 })).toMatchObject([{ id, crashes: 0 }]);
});

test("the only process of a database takes everything over at once", async () => {
  const [before, me] = [await worker(), await worker()];
  const [id = ""] = await trees(1, before);
  expect(await retireOthers(sql, me)).toBe(1);
  expect(await claimTrees(sql, { workerId: me, limit: 10 })).toMatchObject([{ id, crashes: 1 }]);
});

test("a quarantined tree accepts no append and no claim until it is put back", async () => {
  const workerId = await worker();
  const [id = ""] = await trees(1, workerId);
  expect(await quarantineTree(sql, { treeId: id, epoch: 7, failure: "{}" })).toBe(false);
  expect(await quarantineTree(sql, { treeId: id, epoch: 1, failure: '{"code":"Crashed"}' })).toBe(true);
  expect(await getTree(sql, id)).toMatchObject({ status: "needs_attention", workerId: null });
  const late = await appendBatch(sql, [nextEvent(id, 1)]);
  expect(late.written.size).toBe(0);
  expect(await claimTree(sql, { workerId, treeId: id })).toBeNull();
  expect(await requeueTree(sql, id)).toBe(true);
  expect(await requeueTree(sql, id)).toBe(false);
  expect(await claimTrees(sql, { workerId, limit: 1 })).toMatchObject([{ id, crashes: 0, failure: null }]);
});

test("from the sixth loss on a claim counts nothing: only the trials of a suspect do", async () => {
  const [id = ""] = await trees(1);
  const lose = async () => {
    const workerId = await worker();
    const [tree] = await claimTrees(sql, { workerId, limit: 1 });
    await sql`delete from workers where id = ${workerId}`;
    return { epoch: tree?.epoch ?? 0, crashes: tree?.crashes };
  };
  for (let crash = 0; crash <= 6; crash += 1) expect((await lose()).crashes).toBe(crash);
  const held = await lose();
  expect(held.crashes).toBe(6);
  await holdSuspects(sql, { claims: [{ treeId: id, epoch: held.epoch }], from: 4, afresh: false });
  const tried = await lose();
  expect(tried.crashes).toBe(6);
  await trySuspect(sql, { treeId: id, epoch: tried.epoch, crashes: 6 });
  expect((await lose()).crashes).toBe(7);
  expect((await lose()).crashes).toBe(7);
});

test("suspects count from where they are told to, afresh or not below it, and by their owner alone", async () => {
  const [id = ""] = await trees(1);
  const counted = async (crashes: number, afresh: boolean) => {
    const [tree] = await sql<{ epoch: number }[]>`
      update trees set worker_id = ${uuidv7()}, crashes = ${crashes} where id = ${id} returning epoch`;
    const epoch = tree?.epoch ?? 0;
    await holdSuspects(sql, { claims: [{ treeId: id, epoch }], from: 4, afresh });
    await holdSuspects(sql, { claims: [{ treeId: id, epoch: epoch - 1 }], from: 99, afresh: true });
    return (await claimTrees(sql, { workerId: await worker(), limit: 1 }))[0]?.crashes;
  };
  expect(await counted(3, false)).toBe(4);
  expect(await counted(5, false)).toBe(5);
  expect(await counted(9, false)).toBe(9);
  expect(await counted(9, true)).toBe(4);
});
