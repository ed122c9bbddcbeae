import { afterEach, expect, test } from "vitest";
import { getTree } from "#db/queries/get-tree";
import { cloneDatabase } from "#db/testing/template-database";
import type { Usage } from "#server/engine/run/usage";
import { ledgerComplaints } from "#server/engine/testing/ledger-oracle";
import type { Executor } from "./executor.ts";
import type { Host } from "./host.ts";
import { eventsOf, fastHost, headOf, journalOf, treeOf, until, untilEnded } from "./testing/harness.ts";
import { bound, TESTER } from "./testing/trees.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];
const USED: Usage = { calls: 1, inputTokens: 60, cachedInputTokens: 0, outputTokens: 40, costUsd: 0.1 };
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

let calls = 0;

/** Takes a moment, uses 100 tokens, and says so even when it is stopped. */
const asking: Executor = {
  facts: () => ({ pure: false, meter: { usdPerToken: 0.001 } }),
  run: async (_task, input, { signal }) => {
    calls += 1;
    for (let waited = 0; waited < 20 && !signal.aborted; waited += 5) await sleep(5);
    return { ok: true, output: input, usage: USED };
  },
};

async function hostOn(): Promise<Host> {
  const host = await fastHost({ db, executor: asking, alone: true });
  hosts.push(host);
  return host;
}

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 })));
  await db.sql`delete from workers`;
});

/** Tokens and dollars of the tree's row. */
async function usedBy(treeId: string): Promise<{ readonly tokens: number; readonly costUsd: number }> {
  const tree = await getTree(db.sql, treeId);
  return { tokens: tree?.tokens ?? -1, costUsd: tree?.costUsd ?? -1 };
}

const spawners = (limits: object, join: "allSettled" | "any" = "allSettled") =>
  bound({
    slug: "spawners",
    limits: { maxAgentsPerLevel: 64, ...limits },
    nodes: {
      all: {
        kind: "map",
        over: "= range(16)",
        join: "allSettled",
        body: {
          kind: "subworkflow",
          input: "= index",
          graph: {
            schemaVersion: 1,
            slug: "spawner",
            name: "Spawner",
            nodes: {
              work: {
                kind: "map",
                over: "= range(20)",
                join,
                body: { kind: "task", task: "ask", timeoutMs: 10_000 },
              },
            },
          },
        },
      },
    },
  });

test("16 spawners that want 320 attempts start exactly the 100 that the limit allows, over owners that are lost", async () => {
  let host = await hostOn();
  const { treeId } = await host.start({ graph: spawners({ maxAgents: 100 }), input: {}, actor: TESTER });
  for (let losses = 0; losses < 2; losses += 1) {
    const before = await headOf(db, treeId);
    await until(
      () => headOf(db, treeId),
      (head) => head > before + 20,
    );
    host.vanish();
    host = await hostOn();
  }
  expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  const events = eventsOf(await journalOf(db, treeId));
  const started = events.filter((event) => event.type === "AttemptStarted" && event.delivery === 1);
  expect(started).toHaveLength(100);
  expect(ledgerComplaints(events, false)).toEqual([]);
  const lost = events.filter((event) => event.type === "AttemptStarted" && event.delivery > 1);
  // 100 answers, and what was held for each delivery that was lost.
  expect((await usedBy(treeId)).tokens).toBe(100 * 100 + lost.length * 16_000);
});

test("a tree that stopped on a limit goes on after a top-up, under another owner too", async () => {
  let host = await hostOn();
  const limits = { maxTokens: 1_000, onBudgetExhausted: "softStop" };
  const { treeId } = await host.start({ graph: spawners(limits), input: {}, actor: TESTER });
  await until(
    () => host.inspect(treeId),
    (state) => (state.accounts[0]?.spent.tokens ?? 0) >= 1_000 && state.openCalls === 0,
  );
  expect((await treeOf(db, treeId)).status).toBe("running");
  host.vanish();
  host = await hostOn();
  const more = { type: "topUp", run: 0, amounts: { tokens: 100_000 }, actor: TESTER } as const;
  expect(await host.command(treeId, more)).toMatchObject({ kind: "ok" });
  expect((await untilEnded(db, treeId)).status).toBe("succeeded");
  expect(await usedBy(treeId)).toEqual({ tokens: 320 * 100, costUsd: 32 });
});

test("what stopped calls used is settled after the tree has ended", async () => {
  const host = await hostOn();
  calls = 0;
  const { treeId } = await host.start({ graph: spawners({}, "any"), input: {}, actor: TESTER });
  await untilEnded(db, treeId);
  await until(
    async () => host.liveTrees(),
    (live) => !live.includes(treeId),
  );
  const events = eventsOf(await journalOf(db, treeId));
  expect(events.some((event) => event.type === "UsageSettled")).toBe(true);
  expect(ledgerComplaints(events, false)).toEqual([]);
  // What was stopped before it went out has used nothing.
  expect((await usedBy(treeId)).tokens).toBe(calls * 100);
  const [sum] = await db.sql<{ tokens: number }[]>`
    select sum(tokens)::float8 as tokens from runs where tree_id = ${treeId}`;
  expect(sum?.tokens).toBe(calls * 100);
});

test("an allowance on timeouts gives an attempt the time that its node alone would not", async () => {
  const outlasted = async (limits: object) => {
    const host = await hostOn();
    const graph = bound({
      slug: "timed",
      limits,
      nodes: { a: { kind: "task", task: "ask", timeoutMs: 8, retry: { maxAttempts: 1 } } },
    });
    const { treeId } = await host.start({ graph, input: null, actor: TESTER });
    return (await untilEnded(db, treeId)).status;
  };
  expect(await outlasted({})).toBe("failed");
  expect(await outlasted({ allowances: { timeouts: { from: 100, grow: 1 } } })).toBe("succeeded");
});
