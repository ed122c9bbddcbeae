import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, withTransaction } from "../client.ts";
import { newTree, nextEvent, RUNNING } from "../testing/fixtures.ts";
import { cloneDatabase } from "../testing/template-database.ts";
import { type AppendEntry, appendBatch } from "./append-batch.ts";
import { quarantineTree, requeueTree } from "./quarantine-tree.ts";
import {
  announceToWorkspace,
  readWorkspaceEvents,
  relayWorkspaceEvents,
  trimWorkspaceEvents,
  workspaceBounds,
} from "./workspace-events.ts";

const { sql, db, url } = await cloneDatabase();
const other = openDatabase({ url, applicationName: "banyan test" });
afterAll(() => other.close());
beforeEach(async () => {
  await sql`truncate workspace_events`;
});

const append = (...entries: AppendEntry[]) => appendBatch(sql, entries);
const relayAll = async () => {
  while ((await relayWorkspaceEvents(db)) !== 0) {
    // Another relay may hold the lock for a moment.
  }
};
const all = () => readWorkspaceEvents(sql, { after: 0, limit: 10_000 });
const actor = { id: "a", name: "A" };
const announce = (subject: string) => announceToWorkspace(sql, { kind: "demo.changed", subject, actor });
const ENDED = {
  ...RUNNING,
  status: "failed",
  endedAt: 1_700_000_005_000,
  failure: '{"code":"X","message":"x"}',
};

describe("an append", () => {
  test("tells that a tree started, and then nothing until its status changes", async () => {
    const tree = newTree({ create: { label: "Left pad", createdBy: "Ada", createdById: "ada" } });
    await append(tree);
    await append(nextEvent(tree.treeId, 1));
    await append(nextEvent(tree.treeId, 2, { header: { ...RUNNING, runs: 7, deepest: 2 } }));
    await append(nextEvent(tree.treeId, 3, { header: { ...RUNNING, status: "paused" } }));
    await append(nextEvent(tree.treeId, 4, { header: ENDED }));
    await relayAll();
    const events = await all();
    expect(events.map(({ seq, kind, status }) => [seq, kind, status])).toEqual([
      [1, "run.started", "running"],
      [2, "run.changed", "paused"],
      [3, "run.ended", "failed"],
    ]);
    expect(events[2]).toMatchObject({
      subject: tree.treeId,
      slug: "audit",
      actorId: "ada",
      actorName: "Ada",
    });
    expect(JSON.parse(events[2]?.detail ?? "")).toMatchObject({
      label: "Left pad",
      revision: 1,
      startedAt: 1_700_000_000_000,
      endedAt: 1_700_000_005_000,
      failure: { code: "X" },
    });
    const versions = events.map(({ version }) => version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  });

  test("tells nothing when it is refused, or asked to be quiet", async () => {
    const tree = newTree({ quiet: true });
    await append(tree);
    await append(nextEvent(tree.treeId, 1, { epoch: 9, header: ENDED }));
    await append(nextEvent(tree.treeId, 1, { header: ENDED, quiet: true }));
    await relayAll();
    expect(await all()).toEqual([]);
  });

  test("quarantine and requeue tell, each with a later version than what was before", async () => {
    const tree = newTree();
    await append(tree);
    await quarantineTree(sql, { treeId: tree.treeId, epoch: 1, failure: '{"code":"Q","message":"q"}' });
    await requeueTree(sql, tree.treeId);
    await relayAll();
    const events = await all();
    expect(events.map(({ kind, status, version }) => [kind, status, version])).toEqual([
      ["run.started", "running", 2],
      ["run.attention", "needs_attention", 3],
      ["run.changed", "running", 4],
    ]);
  });
});

describe("the relay", () => {
  test("8 writers and 3 relays at once: no gap, no seq twice, and each writer's events in the order of its commits", async () => {
    const writers = Array.from({ length: 8 }, (_, writer) => writer);
    let writing = true;
    const relays = [db, other, db].map(async (database) => {
      while (writing) await relayWorkspaceEvents(database, 7);
    });
    await Promise.all(
      writers.map(async (writer) => {
        for (let index = 0; index < 40; index++)
          await withTransaction(db, async (tx) => {
            await announceToWorkspace(tx, { kind: "demo.changed", subject: `${writer}:${index}`, actor });
            if (index % 10 === 3) await new Promise((resolve) => setTimeout(resolve, 5));
          });
      }),
    );
    writing = false;
    await Promise.all(relays);
    await relayAll();
    const events = await all();
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 320 }, (_, index) => index + 1));
    for (const writer of writers) {
      const own = events.filter(({ subject }) => subject.startsWith(`${writer}:`));
      expect(own.map(({ subject }) => Number(subject.split(":")[1]))).toEqual(own.map((_, index) => index));
    }
  });

  test("what commits later comes later, although it was written first", async () => {
    let commit = () => undefined as unknown;
    const held = new Promise((resolve) => {
      commit = () => resolve(null);
    });
    const slow = withTransaction(db, async (tx) => {
      await announceToWorkspace(tx, { kind: "demo.changed", subject: "slow", actor });
      await held;
    });
    await until(async () => await isIdleInTransaction());
    await announce("quick");
    await relayAll();
    expect((await all()).map(({ subject }) => subject)).toEqual(["quick"]);
    commit();
    await slow;
    await relayAll();
    expect((await all()).map(({ seq, subject }) => [seq, subject])).toEqual([
      [1, "quick"],
      [2, "slow"],
    ]);
  });

  test("a relay that is killed half-way gives its seqs back, and the next one goes on without a gap", async () => {
    for (const subject of ["one", "two", "three"]) await announce(subject);
    const killed = openDatabase({ url, max: 1, applicationName: "banyan test killed" });
    const dying = withTransaction(killed, async (tx) => {
      await tx`select pg_advisory_xact_lock(1111576155)`;
      await tx`update workspace_events set seq = id where subject = 'one'`;
      await tx`select pg_sleep(20)`;
    }).catch((error: unknown) => error);
    await until(
      async () => (await sql`select from pg_stat_activity where wait_event = 'PgSleep'`).length > 0,
    );
    expect(await relayWorkspaceEvents(other)).toBeNull();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'banyan test killed'`;
    expect(await dying).toBeInstanceOf(Error);
    await killed.close();
    await until(async () => (await relayWorkspaceEvents(other)) !== null);
    await relayAll();
    expect((await all()).map(({ seq, subject }) => [seq, subject])).toEqual([
      [1, "one"],
      [2, "two"],
      [3, "three"],
    ]);
  });
});

describe("trimming", () => {
  test("removes what is too old or too much, keeps the last, and the next seq goes on from it", async () => {
    for (let index = 0; index < 10; index++) await announce(String(index));
    await relayAll();
    expect(await trimWorkspaceEvents(sql, { days: 30, rows: 4 })).toBe(6);
    expect(await workspaceBounds(sql)).toEqual({ head: 10, oldest: 7 });
    await sql`update workspace_events set at = now() - interval '31 days'`;
    expect(await trimWorkspaceEvents(sql, { days: 30, rows: 100, chunk: 2 })).toBe(2);
    expect(await trimWorkspaceEvents(sql, { days: 30, rows: 100 })).toBe(1);
    expect(await trimWorkspaceEvents(sql, { days: 30, rows: 100 })).toBe(0);
    expect(await workspaceBounds(sql)).toEqual({ head: 10, oldest: 10 });
    await announce("next");
    await relayAll();
    expect((await all()).map(({ seq }) => seq)).toEqual([10, 11]);
  });
});

async function isIdleInTransaction(): Promise<boolean> {
  const rows = await sql`
    select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
  return rows.length > 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("It did not come to that within 5 s.");
}
