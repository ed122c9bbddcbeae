import { afterAll, beforeAll, expect, test } from "vitest";
import { recentTrees, treesThatAsk } from "#db/queries/agent-journals";
import { cloneDatabase } from "#db/testing/template-database";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { agentInput } from "../inputs-agents.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { createAgent } from "./create.ts";
import { RecentCalls } from "./recent-calls.ts";

const { db, sql } = await cloneDatabase();
const owner = callerAs("owner");
let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => {
  release = resolve;
});
let services: Services;
let now = 0;

beforeAll(async () => {
  services = await openServices(db, {
    "banyan:agent/quick": { run: () => "an answer" },
    "banyan:agent/slow": { run: () => held.then(() => "an answer") },
    visit: { run: () => null },
  });
  for (const id of ["quick", "slow"])
    await createAgent(services, owner, agentInput.parse({ kind: "function", id, name: id, task: "visit" }));
  const ask = (agent: string) => ({ kind: "agent", agent, prompt: "hello" });
  const edges = [{ source: "first", target: "second" }];
  const graphs = [
    { slug: "both", name: "Both", nodes: { first: ask("quick"), second: ask("slow") }, edges },
    { slug: "one", name: "One", nodes: { first: ask("quick") }, edges: [] },
    { slug: "none", name: "None", nodes: { first: { kind: "task", task: "visit" } }, edges: [] },
  ];
  for (const graph of graphs)
    await createWorkflow(services, owner, { graph: { schemaVersion: 1, ...graph } });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const start = async (slug: string) => (await startRun(services, owner, startInput.parse({ slug }))).id;
const calls = new RecentCalls({ db }, () => now);
const later = () => {
  now += 31_000;
  return calls.look();
};
const countOf = ({ byAgent }: Awaited<ReturnType<typeof later>>) =>
  ["quick", "slow"].map((id) => byAgent.get(id)?.length ?? 0);

test("looks at once, and soon after, are one look", async () => {
  const looks = [calls.look(), calls.look()];
  expect(looks[1]).toBe(looks[0]);
  expect(await looks[0]).toMatchObject({ trees: 0, cut: false, demo: false });
  now += 29_000;
  expect(calls.look()).toBe(looks[0]);
  now += 2_000;
  const next = calls.look();
  expect(next).not.toBe(looks[0]);
  await next;
});

test("a tree is read from where it was, and never again when it has ended", async () => {
  const none = await start("none");
  const both = await start("both");
  await untilEnded(services, none);
  await until(later, (found) => countOf(found)[0] === 1);
  release();
  await untilEnded(services, both);
  expect(await later()).toMatchObject({ trees: 1 });
  expect(countOf(await later())).toEqual([1, 1]);
  // What is not there cannot be read.
  await sql`delete from journal`;
  const kept = await later();
  expect([kept.trees, countOf(kept)]).toEqual([1, [1, 1]]);
  const afresh = await new RecentCalls({ db }).look();
  expect([afresh.trees, countOf(afresh)]).toEqual([0, [0, 0]]);
});

test("the demo data counts only where there is nothing else", async () => {
  await sql`update trees set demo = true`;
  expect(await later()).toMatchObject({ trees: 1, demo: true });
  const real = await start("one");
  await untilEnded(services, real);
  const found = await later();
  expect(found).toMatchObject({ trees: 1, demo: false });
  expect(countOf(found)).toEqual([1, 0]);
});

test("no more bytes are looked through than are wanted, but for the first", async () => {
  for (const slug of ["one", "none"]) await untilEnded(services, await start(slug));
  const { trees } = await recentTrees(sql, { hours: 1, trees: 10, mostEvents: 1_000 });
  const given = trees.map(({ id }) => ({ id, after: 0 }));
  expect(given).toHaveLength(3);
  const asks = async (mostBytes: number) =>
    (await treesThatAsk(sql, given, { mostBytes })).map((tree) => tree.asks);
  expect(await asks(1)).toEqual([false]);
  expect(await asks(1_000_000)).toEqual([false, true, true]);
});
