import { afterEach, describe, expect, test } from "vitest";
import { readHead } from "#db/queries/read-head";
import { cloneDatabase } from "#db/testing/template-database";
import type { Host } from "./host.ts";
import { createStore, type Store } from "./store.ts";
import { checkJournal } from "./testing/check-journal.ts";
import { eventsOf, fastHost, headOf, journalOf, treeOf, until, untilEnded } from "./testing/harness.ts";
import { createScriptedExecutor, type ScriptedTask } from "./testing/scripted-executor.ts";
import { bound, chainOf, recursionOf, TESTER } from "./testing/trees.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];

const pass: ScriptedTask = { run: (input) => input };
const purePass: ScriptedTask = { pure: true, run: (input) => input };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function hostWith(
  tasks: Record<string, ScriptedTask>,
  options: Parameters<typeof fastHost>[0] | object = {},
) {
  const executor = createScriptedExecutor(tasks, { headOf: (treeId) => headOf(db, treeId) });
  const host = await fastHost({ db, executor, ...options });
  hosts.push(host);
  return { host, executor };
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
  await db.sql`update trees set status = 'failed' where status in ('running', 'paused')`;
});

describe("a tree on one host", () => {
  test("commits each start of an effectful task before the call goes out", async () => {
    const { host, executor } = await hostWith({ pass });
    const { treeId } = await host.start({ graph: chainOf(10, "pass"), input: { value: 7 }, actor: TESTER });
    const tree = await untilEnded(db, treeId);
    expect(tree.status).toBe("succeeded");
    expect(executor.calls).toHaveLength(10);
    const rows = await journalOf(db, treeId);
    expect(checkJournal({ treeId, rows, calls: executor.calls, startsWithoutCall: 0 })).toEqual([]);
    expect(eventsOf(rows).at(-1)).toMatchObject({ type: "RunSucceeded", output: { value: 7 } });
  });

  test("writes the rows of a chain at its start and its end, and its journal at every step", async () => {
    const { host } = await hostWith({ pass });
    await db.sql`create table if not exists seen (no serial, what text)`;
    await db.sql.unsafe(`
      create or replace function see() returns trigger language plpgsql as
        $$ begin insert into seen (what) values (tg_table_name); return null; end $$;
      create trigger see after update on trees for each row execute function see();
      create trigger see after update on runs for each row execute function see();`);
    const { treeId } = await host.start({ graph: chainOf(20, "pass"), input: { value: 7 }, actor: TESTER });
    await untilEnded(db, treeId);
    const seen = await db.sql<{ what: string }[]>`select what from seen order by what`;
    await db.sql.unsafe("drop trigger see on trees; drop trigger see on runs");
    expect(seen.map(({ what }) => what)).toEqual(["runs", "trees"]);
    expect((await journalOf(db, treeId)).length).toBe(21);
    expect((await readHead(db.sql, treeId))?.written).toBe(await headOf(db, treeId));
  });

  test("a tree whose rows were behind when its owner was lost goes on, and its rows catch up", async () => {
    const open = await hostWith({ pass, hang: { run: () => new Promise(() => undefined) } });
    const graph = bound({
      slug: "hangs",
      nodes: {
        ...chainOf(5, "pass").graph.nodes,
        last: { kind: "task", task: "hang" },
        beside: { kind: "wait", signal: "never" },
      },
      edges: [...chainOf(5, "pass").graph.edges, { source: "n4", target: "last" }],
    });
    const { treeId } = await open.host.start({ graph, input: { value: 1 }, actor: TESTER });
    const row = async () =>
      (await db.sql`select active_node from runs where tree_id = ${treeId}`)[0]?.["activeNode"];
    await until(
      async () => open.executor.calls.length,
      (calls) => calls === 6,
    );
    const behind = await readHead(db.sql, treeId);
    expect(behind?.written).toBeLessThan(behind?.head ?? 0);
    expect(await row()).not.toBe("last");
    open.host.vanish();
    const again = await hostWith(
      { pass, hang: { run: () => new Promise(() => undefined) } },
      { alone: true },
    );
    await until(
      async () => again.executor.calls.length,
      (calls) => calls === 1,
    );
    expect(await row()).toBe("last");
    const caughtUp = await readHead(db.sql, treeId);
    expect(caughtUp?.written).toBe(caughtUp?.head);
  });

  test("runs a chain of pure tasks in few commits", async () => {
    const { host, executor } = await hostWith({ pass: purePass });
    const { treeId } = await host.start({ graph: chainOf(100, "pass"), input: { value: 1 }, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(executor.pureCalls()).toBe(100);
    expect((await journalOf(db, treeId)).length).toBeLessThan(20);
  });

  test("completes a recursion and writes a header for every run", async () => {
    const { host } = await hostWith({ pass: purePass });
    const { treeId } = await host.start({
      graph: recursionOf(3, "pass"),
      input: { depth: 4 },
      actor: TESTER,
    });
    const tree = await untilEnded(db, treeId);
    expect(tree).toMatchObject({ status: "succeeded", runs: 121 });
    const rows =
      await db.sql`select no, path, depth, status, ended_seq from runs where tree_id = ${treeId} order by no`;
    expect(rows).toHaveLength(121);
    expect(rows.every((row) => row["status"] === "succeeded" && row["endedSeq"] !== null)).toBe(true);
    expect(rows.filter((row) => row["depth"] === 4)).toHaveLength(81);
    expect(
      checkJournal({ treeId, rows: await journalOf(db, treeId), calls: [], startsWithoutCall: 0 }),
    ).toEqual([]);
  });

  test("decides over a large result at once, before any store has it", async () => {
    const { host } = await hostWith({ large: { run: () => ({ text: "x".repeat(100_000) }) } });
    const graph = bound({
      slug: "large-result",
      nodes: {
        make: { kind: "task", task: "large" },
        end: { kind: "end", output: "= size(nodes.make.output.text)" },
      },
      edges: [{ source: "make", target: "end", when: "size(nodes.make.output.text) > 5" }],
    });
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  });

  test("gives a task a time limit that Node's own timers cannot count", async () => {
    const { host } = await hostWith({
      slow: {
        run: async (input) => {
          await sleep(30);
          return input;
        },
      },
    });
    const graph = bound({
      slug: "month",
      nodes: { a: { kind: "task", task: "slow", timeoutMs: 30 * 86_400_000, retry: { maxAttempts: 1 } } },
    });
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  });

  test("decides over more than the blob cache holds", async () => {
    const store = createStore(db);
    let reads = 0;
    const counting: Store = {
      ...store,
      readBlobs: (hashes) => {
        reads += 1;
        return store.readBlobs(hashes);
      },
    };
    const large: ScriptedTask = { run: (input) => ({ text: String(input).repeat(50_000) }) };
    const measure: ScriptedTask = { run: (input) => (input as readonly unknown[]).length };
    const { host } = await hostWith({ large, measure }, { store: counting, blobCacheBytes: 120_000 });
    const graph = bound({
      slug: "over-cache",
      nodes: {
        make: {
          kind: "map",
          over: "= [1, 2, 3, 4]",
          maxConcurrent: 1,
          body: { kind: "task", task: "large" },
        },
        all: { kind: "task", task: "measure", input: "= nodes.make.output" },
        end: { kind: "end", output: "= size(nodes.make.output[0].text) + nodes.all.output" },
      },
      edges: [
        { source: "make", target: "all" },
        { source: "all", target: "end" },
      ],
    });
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(reads).toBeLessThan(20);
  });

  test("tells listeners about events only once they are committed, in order", async () => {
    const { host } = await hostWith({ pass });
    const seen: { from: number; to: number; head: Promise<number> }[] = [];
    host.onCommitted((treeId, { from, to }) => seen.push({ from, to, head: headOf(db, treeId) }));
    const { treeId } = await host.start({ graph: chainOf(5, "pass"), input: { value: 1 }, actor: TESTER });
    await untilEnded(db, treeId);
    expect(seen.length).toBeGreaterThan(4);
    let next = 1;
    for (const { from, to, head } of seen) {
      expect(from).toBe(next);
      expect(await head).toBeGreaterThanOrEqual(to);
      next = to + 1;
    }
  });

  test("starts one tree for 20 parallel requests with one key, and tells another request apart", async () => {
    const { host } = await hostWith({ pass });
    const request = {
      graph: chainOf(2, "pass"),
      input: { value: 1 },
      actor: TESTER,
      idempotencyKey: "k1",
      requestHash: "h1",
    };
    const started = await Promise.all(Array.from({ length: 20 }, () => host.start(request)));
    expect(new Set(started.map((one) => one.treeId)).size).toBe(1);
    expect(started.filter((one) => !one.existing)).toHaveLength(1);
    expect(started.some((one) => one.conflict)).toBe(false);
    const other = await host.start({ ...request, requestHash: "h2" });
    expect(other).toEqual({ treeId: started[0]?.treeId, existing: true, conflict: true });
    const [count] = await db.sql`select count(*)::int as n from trees where idempotency_key = 'k1'`;
    expect(count?.["n"]).toBe(1);
  });

  test("stops new calls on pause, goes on after resume, and names what does not apply", async () => {
    const { host, executor } = await hostWith({
      slow: {
        run: async (input) => {
          await sleep(60);
          return input;
        },
      },
    });
    const { treeId } = await host.start({ graph: chainOf(4, "slow"), input: { value: 1 }, actor: TESTER });
    await until(
      async () => executor.calls.length,
      (calls) => calls === 1,
    );
    expect(await host.command(treeId, { type: "pause", actor: TESTER })).toMatchObject({ kind: "ok" });
    expect(await host.command(treeId, { type: "pause", actor: TESTER })).toEqual({
      kind: "refused",
      code: "ALREADY_PAUSED",
    });
    await sleep(250);
    expect(executor.calls).toHaveLength(1);
    expect((await treeOf(db, treeId)).status).toBe("paused");
    await host.command(treeId, { type: "resume", actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(executor.calls).toHaveLength(4);
    expect(await host.command(treeId, { type: "pause", actor: TESTER })).toEqual({
      kind: "refused",
      code: "RUN_SETTLED",
    });
    expect(
      await host.command("01900000-0000-7000-8000-000000000000", { type: "pause", actor: TESTER }),
    ).toEqual({ kind: "notFound" });
  });

  test("aborts calls in flight on cancel and makes no call after it", async () => {
    let aborted = 0;
    const hang: ScriptedTask = {
      run: (_input, { signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener("abort", () => {
            aborted += 1;
            reject(new Error("aborted"));
          }),
        ),
    };
    const { host, executor } = await hostWith({ hang });
    const { treeId } = await host.start({ graph: chainOf(3, "hang"), input: { value: 1 }, actor: TESTER });
    await until(
      async () => executor.calls.length,
      (calls) => calls === 1,
    );
    expect(
      await host.command(treeId, { type: "cancel", run: 0, reason: "enough", actor: TESTER }),
    ).toMatchObject({ kind: "ok" });
    expect((await treeOf(db, treeId)).status).toBe("cancelled");
    await until(
      async () => aborted,
      (count) => count === 1,
    );
    expect(executor.calls).toHaveLength(1);
    expect(host.liveTrees()).toEqual([]);
  });

  test("ends an attempt that is over its time limit and retries it", async () => {
    const graph = bound({
      slug: "late",
      nodes: {
        a: { kind: "task", task: "late", timeoutMs: 50, retry: { maxAttempts: 2, initialMs: 10, jitter: 0 } },
      },
      edges: [],
    });
    const late: ScriptedTask = {
      run: async (_input, _context, before) => {
        if (before === 0) await sleep(400);
        return { tries: before + 1 };
      },
    };
    const { host, executor } = await hostWith({ late });
    const { treeId } = await host.start({ graph, input: {}, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(executor.calls.map((call) => call.attempt)).toEqual([1, 2]);
    const events = eventsOf(await journalOf(db, treeId));
    expect(events.find((event) => event.type === "AttemptFailed")).toMatchObject({
      failure: { code: "TaskTimedOut" },
    });
    expect(events.at(-1)).toMatchObject({ output: { tries: 2 } });
  });

  test("keeps large values in blobs that are durable with the event that names them", async () => {
    const big = "x".repeat(200_000);
    const { host } = await hostWith({
      big: { run: () => ({ value: big }) },
      size: { run: (input) => ({ value: (input as { value: string }).value.length }) },
    });
    const graph = bound({
      slug: "large",
      nodes: {
        a: { kind: "task", task: "big" },
        b: { kind: "task", task: "size", input: { value: "= nodes.a.output.value" } },
      },
      edges: [{ source: "a", target: "b" }],
    });
    const { treeId } = await host.start({ graph, input: { text: big }, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    const rows = await journalOf(db, treeId);
    expect(rows.reduce((bytes, row) => bytes + row.events.length, 0)).toBeLessThan(10_000);
    expect(eventsOf(rows).at(-1)).toMatchObject({ output: { value: 200_000 } });
  });
});
