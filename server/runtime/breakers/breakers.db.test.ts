import { afterEach, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { type BreakerSettings, hold, reset } from "#server/engine/recovery/breaker";
import type { Host } from "../host.ts";
import { eventsOf, fastHost, journalOf, until, untilEnded } from "../testing/harness.ts";
import { createScriptedExecutor, type ScriptedTask } from "../testing/scripted-executor.ts";
import { bound, TESTER } from "../testing/trees.ts";
import { createBreakerStore } from "./store.ts";

const { db } = await cloneDatabase();
const store = createBreakerStore(db);
const hosts: Host[] = [];
let well = false;
const KEY = { kind: "task", resource: "call", tenant: "workspace" };
const call: ScriptedTask = {
  run: (input) => {
    if (!well) throw new Error("connect ECONNREFUSED");
    return input;
  },
};
const QUICK = { failures: 3, openMs: 400, openCapMs: 2_000, probeMs: 2_000 };

async function hostWith(settings: Partial<BreakerSettings> = QUICK) {
  const executor = createScriptedExecutor({ call });
  const host = await fastHost({ db, executor, breakers: { store, settings, pollMs: 100 } });
  hosts.push(host);
  return { host, executor };
}

/** As many items as asked; each has tries enough for the breaker to open. */
const fan = (items: number) =>
  bound({
    slug: "fan",
    limits: { recursionTimeoutMs: null },
    nodes: {
      m: {
        kind: "map",
        over: `= range(${items})`,
        body: { kind: "task", task: "call", retry: { maxAttempts: 4, initialMs: 20, jitter: 0 } },
      },
    },
  });

const stateOf = async () =>
  (await db.sql<{ state: string }[]>`select state from breakers`)[0]?.state ?? "unknown";
const waits = async () =>
  (await db.sql<{ count: number }[]>`select count(*)::int as count from breaker_waits`)[0]?.count ?? 0;

async function force(state: "open" | "closed" | null): Promise<void> {
  await store.change(KEY, (breaker, now) => ({
    answer: null,
    breaker:
      state === null
        ? reset(breaker)
        : hold(breaker, { state, reason: "test", by: "Ann", at: now, until: null }),
  }));
  await Promise.all(hosts.map((host) => host.breakersChanged()));
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
  await db.sql`truncate trees, runs, journal, breakers, breaker_waits, workspace_events cascade`;
});

describe("breakers", () => {
  test("of one database are shared by its hosts: what fails on one is held on the other", async () => {
    well = false;
    const [one, two] = [
      await hostWith({ ...QUICK, openMs: 60_000 }),
      await hostWith({ ...QUICK, openMs: 60_000 }),
    ];
    const first = await one.host.start({ graph: fan(3), input: {}, actor: TESTER });
    await until(stateOf, (state) => state === "open");
    await two.host.breakersChanged();
    const second = await two.host.start({ graph: fan(2), input: {}, actor: TESTER });
    await until(waits, (count) => count === 5);
    expect(two.executor.calls).toHaveLength(0);
    expect(
      eventsOf(await journalOf(db, second.treeId)).filter(({ type }) => type === "AttemptHeld"),
    ).toHaveLength(2);
    well = true;
    await force(null);
    expect((await untilEnded(db, first.treeId)).status).toBe("succeeded");
    expect((await untilEnded(db, second.treeId)).status).toBe("succeeded");
    await until(waits, (count) => count === 0);
    expect(two.executor.calls).toHaveLength(2);
  });

  test("find out by a probe that the other side is well again, and let everything go", async () => {
    well = false;
    const { host, executor } = await hostWith();
    const { treeId } = await host.start({ graph: fan(6), input: {}, actor: TESTER });
    await until(stateOf, (state) => state === "open");
    const before = executor.calls.length;
    well = true;
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(await stateOf()).toBe("closed");
    const keys = executor.calls.map(({ key }) => key);
    expect(new Set(keys).size).toBe(6);
    // While it was ill each call was a failure; from then on each item was called exactly once.
    expect(executor.calls.length - before).toBe(6);
    const events = await db.sql<{ kind: string; detail: string }[]>`
      select kind, detail from workspace_events where kind = 'breaker.changed' order by id`;
    const told = events.map(({ detail }) => (JSON.parse(detail) as { state: string }).state);
    expect(told.slice(0, 1)).toEqual(["open"]);
    expect(told.at(-1)).toBe("closed");
  });

  test("held by a person hold work until that person lets go, also when the process was killed meanwhile", async () => {
    well = true;
    const { host } = await hostWith();
    await force("open");
    const { treeId } = await host.start({ graph: fan(4), input: {}, actor: TESTER });
    await until(waits, (count) => count === 4);
    host.vanish();
    hosts.length = 0;
    await db.sql`delete from workers`;
    const { host: next, executor } = await hostWith();
    await until(
      async () => next.liveTrees().length + next.stats().waiting,
      (count) => count === 1,
    );
    expect(executor.calls).toHaveLength(0);
    await force(null);
    expect((await untilEnded(db, treeId)).status).toBe("succeeded");
    expect(executor.calls).toHaveLength(4);
    expect(new Set(executor.calls.map(({ key }) => key)).size).toBe(4);
  });

  test("held closed by a person let everything through, and keep counting beside", async () => {
    well = false;
    const { host } = await hostWith({ ...QUICK, openMs: 60_000 });
    await force("closed");
    const { treeId } = await host.start({ graph: fan(2), input: {}, actor: TESTER });
    expect((await untilEnded(db, treeId)).status).toBe("failed");
    expect(await stateOf()).toBe("open");
    expect(await waits()).toBe(0);
  });
});
