import { afterEach, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Host } from "./host.ts";
import { createStore, type Store } from "./store.ts";
import { checkJournal, stateHash } from "./testing/check-journal.ts";
import { eventsOf, fastHost, headOf, journalOf, treeOf, until, untilEnded } from "./testing/harness.ts";
import { createScriptedExecutor, type ScriptedTask } from "./testing/scripted-executor.ts";
import { bound, chainOf, recursionOf, TESTER } from "./testing/trees.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const pass: ScriptedTask = { run: (input) => input };
const slow: ScriptedTask = {
  run: async (input) => {
    await sleep(25);
    return input;
  },
};

function scripted(tasks: Record<string, ScriptedTask>) {
  return createScriptedExecutor(tasks, { headOf: (treeId) => headOf(db, treeId) });
}

async function hostOn(
  executor: ReturnType<typeof scripted>,
  options: Partial<Parameters<typeof fastHost>[0]> = {},
): Promise<Host> {
  const host = await fastHost({ db, executor, alone: true, ...options });
  hosts.push(host);
  return host;
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
  await db.sql`update trees set status = 'failed' where status in ('running', 'paused')`;
});

describe("after its process is gone", () => {
  test("a tree finishes elsewhere; no committed result runs again and deliveries count up", async () => {
    const executor = scripted({ slow });
    let host = await hostOn(executor);
    const { treeId } = await host.start({ graph: chainOf(12, "slow"), input: { value: 3 }, actor: TESTER });
    for (const calls of [3, 6, 9]) {
      await until(
        async () => executor.calls.length,
        (count) => count >= calls,
      );
      host.vanish();
      host = await hostOn(executor);
    }
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    const rows = await journalOf(db, treeId);
    expect(checkJournal({ treeId, rows, calls: executor.calls, startsWithoutCall: 3 })).toEqual([]);
    expect(new Set(executor.calls.map((call) => call.key)).size).toBe(12);
    expect(executor.calls.some((call) => call.delivery > 1)).toBe(true);
    expect(executor.calls.every((call) => call.attempt === 1)).toBe(true);
    expect(eventsOf(rows).filter((event) => event.type === "TreeRecovered")).toHaveLength(3);
  });

  test("a wide recursion with effectful leaves finishes, whatever was in flight", async () => {
    const executor = scripted({ slow });
    let host = await hostOn(executor);
    const { treeId } = await host.start({
      graph: recursionOf(3, "slow"),
      input: { depth: 3 },
      actor: TESTER,
    });
    let kills = 0;
    let inFlight = 0;
    while ((await treeOf(db, treeId)).status === "running" && kills < 4) {
      await sleep(60);
      // Three owners lost without progress are a reason to hold the tree back; a slow machine needs longer than this.
      await until(
        () => treeOf(db, treeId),
        ({ crashes, status }) => crashes < 2 || status !== "running",
      );
      inFlight += host.stats().calls;
      host.vanish();
      kills += 1;
      host = await hostOn(executor);
    }
    expect(await untilEnded(db, treeId)).toMatchObject({ status: "succeeded", runs: 40 });
    expect(kills).toBeGreaterThan(1);
    const rows = await journalOf(db, treeId);
    expect(
      checkJournal({ treeId, rows, calls: executor.calls, startsWithoutCall: inFlight + kills * 40 }),
    ).toEqual([]);
    expect(new Set(executor.calls.map((call) => call.key)).size).toBe(40);
  });

  test("timers go on, and are not early", async () => {
    const graph = bound({
      slug: "timer",
      nodes: {
        nap: { kind: "wait", durationMs: 700 },
        after: { kind: "task", task: "pass", input: { value: 1 } },
      },
      edges: [{ source: "nap", target: "after" }],
    });
    const executor = scripted({ pass });
    const host = await hostOn(executor);
    const begun = Date.now();
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    await sleep(100);
    host.vanish();
    await hostOn(executor);
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(Date.now() - begun).toBeGreaterThanOrEqual(690);
    expect(executor.calls).toHaveLength(1);
  });

  test("a paused tree stays paused and can be resumed", async () => {
    const executor = scripted({ slow });
    const host = await hostOn(executor);
    const { treeId } = await host.start({ graph: chainOf(4, "slow"), input: { value: 1 }, actor: TESTER });
    await host.command(treeId, { type: "pause", actor: TESTER });
    host.vanish();
    const next = await hostOn(executor);
    await sleep(300);
    const calls = executor.calls.length;
    expect(calls).toBeLessThanOrEqual(3);
    expect((await treeOf(db, treeId)).status).toBe("paused");
    expect(await next.command(treeId, { type: "resume", actor: TESTER })).toMatchObject({ kind: "ok" });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  });

  test("state from a snapshot and the journal tail equals the whole fold, and a settled tree keeps no snapshot", async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    let leaves = 0;
    const leaf: ScriptedTask = {
      run: async (input) => {
        leaves += 1;
        if (leaves > 350) await gate;
        return input;
      },
    };
    const executor = scripted({ leaf });
    const host = await hostOn(executor);
    const { treeId } = await host.start({
      graph: recursionOf(3, "leaf"),
      input: { depth: 5 },
      actor: TESTER,
    });
    const stored = () => db.sql`select seq from snapshots where tree_id = ${treeId}`;
    await until(stored, (rows) => rows.length === 1);
    await until(
      async () => host.owner(treeId)?.idleSince ?? executor.calls.length,
      () => leaves > 350,
    );
    await sleep(200);
    host.vanish();
    const store = createStore(db);
    const foldedFrom: number[] = [];
    const watched: Store = {
      ...store,
      readEvents: (id, after) => {
        foldedFrom.push(after);
        return store.readEvents(id, after);
      },
    };
    const next = await hostOn(executor, { store: watched });
    expect(foldedFrom).toEqual([expect.any(Number)]);
    expect(foldedFrom[0]).toBeGreaterThan(900);
    const owner = await until(
      async () => next.owner(treeId),
      (found) => found !== undefined,
    );
    await until(
      async () => (await treeOf(db, treeId)).head,
      (head) => head === owner?.state.seq,
    );
    const rows = await journalOf(db, treeId);
    const live = owner?.state;
    expect(live && checkJournal({ treeId, rows, calls: [], startsWithoutCall: 10_000, live })).toEqual([]);
    expect(live && stateHash(live)).toMatch(/^[0-9a-f]{64}$/);
    open();
    expect(await untilEnded(db, treeId)).toMatchObject({ status: "succeeded", runs: 364 });
    await until(stored, (left) => left.length === 0);
  });

  test("a tree that ends its process three times is put in quarantine with what was open, and can be requeued", async () => {
    let poison = true;
    const executor = scripted({
      poison: {
        run: async (input) => {
          if (poison) await sleep(60_000);
          return input;
        },
      },
    });
    let host = await hostOn(executor);
    const { treeId } = await host.start({ graph: chainOf(2, "poison"), input: { value: 1 }, actor: TESTER });
    for (let crash = 1; crash <= 3; crash += 1) {
      await until(
        async () => executor.calls.length,
        (calls) => calls === crash,
      );
      host.vanish();
      host = await hostOn(executor);
    }
    const tree = await until(
      () => treeOf(db, treeId),
      ({ status }) => status === "needs_attention",
    );
    expect(tree.failure).toContain('task \\"poison\\" at 0/n0');
    expect(await host.command(treeId, { type: "pause", actor: TESTER })).toEqual({ kind: "needsAttention" });
    poison = false;
    expect(await host.requeue(treeId)).toBe(true);
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  });

  test("a pure task that ends its process is found out as well, though its start was never committed at first", async () => {
    let calls = 0;
    const bomb: ScriptedTask = {
      pure: true,
      run: async () => {
        calls += 1;
        await sleep(60_000);
        return null;
      },
    };
    let host = await hostOn(scripted({ bomb }));
    const { treeId } = await host.start({ graph: chainOf(2, "bomb"), input: { value: 1 }, actor: TESTER });
    for (let crash = 1; crash <= 3; crash += 1) {
      await until(
        async () => calls,
        (count) => count === crash,
      );
      host.vanish();
      host = await hostOn(scripted({ bomb }));
    }
    expect(
      (
        await until(
          () => treeOf(db, treeId),
          ({ status }) => status === "needs_attention",
        )
      ).failure,
    ).toContain("bomb");
  });

  test("a tree whose processes are killed while they start is not blamed for it", async () => {
    const executor = scripted({ slow });
    const host = await hostOn(executor);
    const { treeId } = await host.start({ graph: chainOf(3, "slow"), input: { value: 1 }, actor: TESTER });
    await until(
      async () => executor.calls.length,
      (calls) => calls === 1,
    );
    host.vanish();
    await db.sql`update trees set crashes = 4 where id = ${treeId}`;
    const next = await hostOn(executor);
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(next.stats().quarantined).toBe(0);
  });

  test("what was killed along with a poisonous tree is tried apart, and only that tree ends in quarantine", async () => {
    let bombs = 0;
    let done = false;
    const long: ScriptedTask = {
      run: async (input) => {
        while (!done) await sleep(20);
        return input;
      },
    };
    const bomb: ScriptedTask = {
      run: async () => {
        bombs += 1;
        await sleep(60_000);
        return null;
      },
    };
    const executor = scripted({ long, bomb });
    const open = () => hostOn(executor, { waves: { first: 100, apart: 20 } });
    let host = await open();
    const start = (task: string) =>
      host.start({ graph: chainOf(1, task), input: { value: 1 }, actor: TESTER });
    const [culprit, ...company] = await Promise.all(["bomb", ...Array(6).fill("long")].map(start));
    const statusOf = async (tree = culprit) => (await treeOf(db, tree?.treeId ?? "")).status;
    for (let lives = 0; lives < 60 && (await statusOf()) === "running"; lives += 1) {
      const before = bombs;
      if (lives < 3)
        await until(
          async () => host.stats().calls,
          (calls) => calls === 7,
        );
      else await until(async () => bombs > before || (await statusOf()) !== "running", Boolean);
      host.vanish();
      host = await open();
    }
    expect(await statusOf()).toBe("needs_attention");
    done = true;
    for (const tree of company) expect((await untilEnded(db, tree.treeId)).status).toBe("succeeded");
  });

  test("a clean stop gives trees back at once, lets calls in flight finish and counts no crash", async () => {
    const executor = scripted({ slow });
    const host = await hostOn(executor);
    const { treeId } = await host.start({ graph: chainOf(8, "slow"), input: { value: 1 }, actor: TESTER });
    await until(
      async () => executor.calls.length,
      (calls) => calls >= 3,
    );
    await host.stop({ timeoutMs: 2_000 });
    const calls = executor.calls.length;
    await sleep(150);
    expect(executor.calls).toHaveLength(calls);
    await hostOn(executor, { alone: false });
    expect((await untilEnded(db, treeId)).crashes).toBe(0);
    const rows = await journalOf(db, treeId);
    expect(checkJournal({ treeId, rows, calls: executor.calls, startsWithoutCall: 0 })).toEqual([]);
    expect(executor.calls).toHaveLength(8);
  });

  test("an idle tree leaves memory and comes back for a command, without a recovery in its journal", async () => {
    const graph = bound({ slug: "idle", nodes: { nap: { kind: "wait", durationMs: 60_000 } }, edges: [] });
    const executor = scripted({});
    const host = await hostOn(executor, { idleMs: 100 });
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    await until(
      async () => host.stats(),
      ({ live, waiting }) => live === 0 && waiting === 1,
    );
    expect(
      await host.command(treeId, { type: "cancel", run: 0, reason: "done", actor: TESTER }),
    ).toMatchObject({ kind: "ok" });
    expect((await treeOf(db, treeId)).status).toBe("cancelled");
    expect(eventsOf(await journalOf(db, treeId)).some((event) => event.type === "TreeRecovered")).toBe(false);
  });
});

test("a parked tree comes back for its timer, in time", async () => {
  const graph = bound({ slug: "parked", nodes: { nap: { kind: "wait", durationMs: 4_800 } }, edges: [] });
  const host = await hostOn(scripted({}), { idleMs: 50 });
  const begun = Date.now();
  const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
  await until(
    async () => host.stats(),
    ({ waiting }) => waiting === 1,
  );
  expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  expect(Date.now() - begun).toBeGreaterThanOrEqual(4_790);
  expect(Date.now() - begun).toBeLessThan(5_800);
  expect(host.stats().revived).toBe(1);
});

describe("two hosts", () => {
  test("the stale owner is fenced, drops the tree, and its results are not written", async () => {
    const executor = scripted({ slow });
    const first = await hostOn(executor);
    const { treeId } = await first.start({ graph: chainOf(10, "slow"), input: { value: 1 }, actor: TESTER });
    await until(
      async () => executor.calls.length,
      (calls) => calls >= 2,
    );
    await hostOn(executor);
    await until(
      async () => first.stats(),
      (stats) => stats.live === 0,
    );
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    const rows = await journalOf(db, treeId);
    expect(checkJournal({ treeId, rows, calls: executor.calls, startsWithoutCall: 1 })).toEqual([]);
    expect(new Set(rows.map((row) => row.epoch))).toEqual(new Set([1, 2]));
  });

  test("a lease that runs out stops the owner, and the tree moves on under the next one", async () => {
    const executor = scripted({ slow });
    let silent = false;
    const store: Store = createStore(db);
    const deaf: Store = {
      ...store,
      heartbeat: (id, ms) => (silent ? new Promise(() => undefined) : store.heartbeat(id, ms)),
      registerWorker: (id, ms) => (silent ? new Promise(() => undefined) : store.registerWorker(id, ms)),
      retireWorker: (id) => (silent ? new Promise(() => undefined) : store.retireWorker(id)),
    };
    const first = await hostOn(executor, { store: deaf, alone: false, leaseMs: 600, heartbeatMs: 150 });
    const second = await hostOn(executor, { alone: false, leaseMs: 600, heartbeatMs: 150 });
    const { treeId } = await first.start({ graph: chainOf(80, "slow"), input: { value: 1 }, actor: TESTER });
    silent = true;
    await until(
      async () => first.stats().live,
      (live) => live === 0,
    );
    expect(await first.command(treeId, { type: "pause", actor: TESTER })).toEqual({ kind: "unavailable" });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(second.stats().recovered).toBe(1);
    silent = false;
    expect(
      checkJournal({
        treeId,
        rows: await journalOf(db, treeId),
        calls: executor.calls,
        startsWithoutCall: 1,
      }),
    ).toEqual([]);
  });
});

describe("when the database fails", () => {
  test("a commit whose answer is lost is looked up and not written twice", async () => {
    const executor = scripted({ pass });
    const store = createStore(db);
    let appends = 0;
    const lossy: Store = {
      ...store,
      append: async (batch) => {
        appends += 1;
        if (appends % 3 === 0) throw Object.assign(new Error("before"), { code: "CONNECTION_CLOSED" });
        const result = await store.append(batch);
        if (appends % 3 === 1) throw Object.assign(new Error("after"), { code: "CONNECTION_CLOSED" });
        return result;
      },
    };
    const host = await hostOn(executor, { store: lossy });
    const { treeId } = await host.start({ graph: chainOf(10, "pass"), input: { value: 1 }, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(
      checkJournal({
        treeId,
        rows: await journalOf(db, treeId),
        calls: executor.calls,
        startsWithoutCall: 0,
      }),
    ).toEqual([]);
    expect(executor.calls).toHaveLength(10);
    expect(host.stats().unknownOutcomes).toBeGreaterThan(3);
    expect(host.stats().refusals).toBe(0);
  });

  test("a full disk is waited out: no call is made before its start is written, and no tree is put in quarantine", async () => {
    const executor = scripted({ pass });
    const store = createStore(db);
    let refused = 0;
    let full = false;
    const crowded: Store = {
      ...store,
      append: async (batch) => {
        if (!full) return store.append(batch);
        refused += 1;
        throw Object.assign(new Error("could not extend file: No space left on device"), { code: "53100" });
      },
    };
    const host = await hostOn(executor, { store: crowded });
    const graph = chainOf(4, "pass");
    const { treeId } = await host.start({ graph, input: { value: 1 }, actor: TESTER });
    full = true;
    await until(
      async () => refused,
      (count) => count >= 3,
    );
    const calls = executor.calls.length;
    await sleep(100);
    expect(executor.calls).toHaveLength(calls);
    full = false;
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(
      checkJournal({
        treeId,
        rows: await journalOf(db, treeId),
        calls: executor.calls,
        startsWithoutCall: 0,
      }),
    ).toEqual([]);
    expect(executor.calls).toHaveLength(4);
  });

  test("a claim whose answer is lost is given up and made again", async () => {
    const executor = scripted({ slow });
    const first = await hostOn(executor);
    const { treeId } = await first.start({ graph: chainOf(8, "slow"), input: { value: 1 }, actor: TESTER });
    first.vanish();
    const store = createStore(db);
    let lost = 0;
    const lossy: Store = {
      ...store,
      claimDue: async (workerId, limit) => {
        const claims = await store.claimDue(workerId, limit);
        if (claims.length === 0 || lost > 0) return claims;
        lost += 1;
        throw Object.assign(new Error("after"), { code: "CONNECTION_CLOSED" });
      },
    };
    await hostOn(executor, { store: lossy });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(lost).toBe(1);
  });

  test("suspects that were not judged because claiming failed are kept, and claimed once", async () => {
    const executor = scripted({ slow });
    const first = await hostOn(executor);
    const trees = await Promise.all(
      Array.from({ length: 10 }, () =>
        first.start({ graph: chainOf(8, "slow"), input: { value: 1 }, actor: TESTER }),
      ),
    );
    first.vanish();
    const ids = trees.map(({ treeId }) => treeId);
    await db.sql`update trees set crashes = 6 where id = any(${ids})`;
    const store = createStore(db);
    let claims = 0;
    const failing: Store = {
      ...store,
      claimDue: async (workerId, limit) => {
        claims += 1;
        // The first eight are suspects; what would bring the rest, and their verdict, fails.
        if (claims === 2) throw Object.assign(new Error("before"), { code: "CONNECTION_CLOSED" });
        return store.claimDue(workerId, limit);
      },
    };
    await hostOn(executor, { store: failing, waves: { first: 50, apart: 5 } });
    for (const id of ids) expect(await untilEnded(db, id)).toMatchObject({ status: "succeeded", epoch: 2 });
  });

  test("a worker that lost its lease comes back, though the answer to its registration is lost", async () => {
    const executor = scripted({ slow });
    const store = createStore(db);
    let refusing = false;
    let lost = 0;
    const lossy: Store = {
      ...store,
      heartbeat: async (id, ms) => !refusing && (await store.heartbeat(id, ms)),
      registerWorker: async (id, ms) => {
        await store.registerWorker(id, ms);
        if (!refusing) return;
        refusing = false;
        lost += 1;
        throw Object.assign(new Error("after"), { code: "CONNECTION_CLOSED" });
      },
    };
    const host = await hostOn(executor, { store: lossy });
    const { treeId } = await host.start({ graph: chainOf(60, "slow"), input: { value: 1 }, actor: TESTER });
    refusing = true;
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(lost).toBe(1);
  });

  test("a flush that was written in part before the database refused the rest is not taken for a lost tree", async () => {
    const executor = scripted({ slow });
    const store = createStore(db);
    let half = false;
    const partly: Store = {
      ...store,
      append: async (entries) => {
        const [first, ...rest] = entries;
        if (half || !first || rest.length === 0 || entries.some(({ create }) => create))
          return store.append(entries);
        half = true;
        await store.append([first]);
        throw Object.assign(new Error("no such column"), { code: "42703" });
      },
    };
    const host = await hostOn(executor, { store: partly });
    const request = { graph: chainOf(4, "slow"), input: { value: 1 }, actor: TESTER };
    const started = await Promise.all(Array.from({ length: 12 }, () => host.start(request)));
    const ends = await Promise.all(started.map(({ treeId }) => untilEnded(db, treeId)));
    expect(half).toBe(true);
    expect(ends.map(({ status, epoch }) => [status, epoch])).toEqual(Array(12).fill(["succeeded", 1]));
    expect(host.stats().refusals).toBe(0);
  });

  test("an entry that the database refuses for good puts its own tree in quarantine and no other", async () => {
    const executor = scripted({ slow });
    const store = createStore(db);
    let poisoned = "";
    const picky: Store = {
      ...store,
      append: (entries) =>
        entries.some((entry) => entry.treeId === poisoned)
          ? Promise.reject(Object.assign(new Error("no such column"), { code: "42703" }))
          : store.append(entries),
    };
    const host = await hostOn(executor, { store: picky });
    const request = { graph: chainOf(4, "slow"), input: { value: 1 }, actor: TESTER };
    const started = await Promise.all([1, 2, 3].map(() => host.start(request)));
    poisoned = started[1]?.treeId ?? "";
    const ends = await Promise.all(started.map(({ treeId }) => untilEnded(db, treeId)));
    expect(ends.map((tree) => tree.status)).toEqual(["succeeded", "needs_attention", "succeeded"]);
    expect(ends[1]?.failure).toContain("no such column");
  });
});
