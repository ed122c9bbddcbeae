import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDatabase, withTransaction } from "#db/client";
import { readDemoState } from "#db/queries/demo-data";
import { cloneDatabase } from "#db/testing/template-database";
import { demoTask } from "#examples/demo/task";
import { evolve } from "#server/engine/run/evolve";
import { newTree } from "#server/engine/run/index";
import { createStore } from "#server/runtime/store";
import { until } from "#server/runtime/testing/harness";
import { keepDemoBreakerOpen } from "../../demo/agents.ts";
import { createPulse } from "../../demo/pulse.ts";
import { createAgent } from "../agent/create.ts";
import { agentHealth } from "../agent/health.ts";
import { getBreaker } from "../breaker/get.ts";
import { resetBreaker } from "../breaker/reset.ts";
import type { Services } from "../context.ts";
import { listRunsInput, runEventsInput, startInput } from "../inputs.ts";
import { agentInput } from "../inputs-agents.ts";
import { statisticsInput } from "../inputs-statistics.ts";
import { runEvents } from "../run/events.ts";
import { getRun } from "../run/get.ts";
import { listRuns } from "../run/list.ts";
import { resumeRun } from "../run/resume.ts";
import { startRun } from "../run/start.ts";
import { statisticsByDepth } from "../statistics/by-depth.ts";
import { statisticsOverTime } from "../statistics/over-time.ts";
import { callerAs, GROW, openServices, untilEnded, untilRun } from "../testing/services.ts";
import { treeSnapshot } from "../tree/snapshot.ts";
import type { Caller } from "../types.ts";
import { createWorkflow } from "../workflow/create.ts";
import { loadDemo } from "./load.ts";
import { removeDemo } from "./remove.ts";
import { goOnWithDemo, stopDemo } from "./run-demo.ts";
import { demoStatus } from "./status.ts";

const { db, sql, url } = await cloneDatabase();
const other = openDatabase({ url, applicationName: "banyan test" });
const admin = callerAs("admin");
const owner = callerAs("owner");
const TASKS = { visit: { run: () => null }, [demoTask.name]: { run: () => ({ what: "done" }) } };
let services: Services;
let real: string;
let before: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  services = await openServices(db, TASKS);
  await createWorkflow(services, owner, { graph: GROW });
  // Its input is large, so that a blob is stored beside those of the demo data.
  const input = { depth: 1, text: "x".repeat(100_000) };
  ({ id: real } = await startRun(services, owner, startInput.parse({ slug: "grow", input })));
  await untilEnded(services, real);
  const namesake: Caller = { actor: { kind: "user", id: "user-namesake", name: "Demo data" }, role: "admin" };
  await createAgent(
    services,
    namesake,
    agentInput.parse({ kind: "function", id: "mine", name: "Mine", task: "visit" }),
  );
  before = await contents();
});
afterAll(async () => {
  await stopDemo(services);
  await services.host.stop({ timeoutMs: 2_000 });
  await other.close();
});

const TABLES = [
  "trees",
  "runs",
  "journal",
  "blobs",
  "snapshots",
  "snapshot_runs",
  "workflows",
  "revisions",
  "settings",
  "agents",
  "breakers",
];
/** A checksum of each table. */
async function contents(): Promise<Readonly<Record<string, unknown>>> {
  const sums = TABLES.map(async (table) => {
    const [row] = await sql`
      select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as sum from ${sql(table)} as t`;
    return [table, { ...row }] as const;
  });
  return Object.fromEntries(await Promise.all(sums));
}

const status = () => demoStatus(services, callerAs("viewer"));
const settled = () => until(status, ({ phase }) => phase === "loaded" || phase === "absent", 90_000);

test("loading is resumed where a killed process left it, and two processes may do it at once", {
  timeout: 120_000,
}, async () => {
  expect(await loadDemo(services, admin)).toMatchObject({ phase: "loading", workflows: 6 });
  await until(status, ({ done }) => done > 100);
  await stopDemo(services);
  const half = await status();
  expect(half.phase).toBe("loading");
  expect(half.trees).toBe(half.done);
  // Twice, from here and from elsewhere.
  expect(await loadDemo(services, admin)).toMatchObject({ phase: "loading", total: half.total });
  goOnWithDemo({ ...services, db: other });
  expect(await settled()).toMatchObject({
    phase: "loaded",
    done: half.total,
    trees: half.total,
    workflows: 6,
  });
  await stopDemo({ db: other });
  expect(await loadDemo(services, admin)).toMatchObject({ phase: "loaded", trees: half.total });
});

describe("what is loaded", () => {
  const one = async (query: object) => {
    const [run] = (await listRuns(services, owner, listRunsInput.parse({ demo: "only", ...query }))).data;
    if (!run) throw new Error(`no demo run with ${JSON.stringify(query)}`);
    return run;
  };

  test("holds two weeks in every state, a deep failure, and a tree of 10,000 runs, all marked", async () => {
    const state = await readDemoState(sql);
    for (const wanted of ["succeeded", "failed", "cancelled", "paused", "needs_attention", "waiting"])
      expect(await one({ status: wanted })).toMatchObject({ demo: true });
    const rows = await sql<{ day: number; count: number }[]>`
      select floor((${state?.now ?? 0}::float8 - extract(epoch from started_at) * 1000) / 86400000)::int as day, count(*)::int
      from trees where demo group by 1 order by 1`;
    expect(rows.length).toBeGreaterThanOrEqual(14);
    for (const { count } of rows.slice(1, 14)) expect(count).toBeGreaterThan(100);
    expect(await one({ q: "the great migration" })).toMatchObject({ status: "failed", deepest: 6 });
    const large = await one({ sort: "runs", status: "succeeded" });
    expect(large).toMatchObject({ runs: 9_724, deepest: 3 });
    expect(await sql`select from trees where demo and created_at <> started_at`).toHaveLength(0);
    expect(
      await sql`select from workspace_events where demo and kind like 'run.%' and status = 'succeeded'`,
    ).toHaveLength(0);
    expect(await one({ status: "failed", slug: "demo-research" })).toMatchObject({
      failure: { code: expect.any(String) },
    });
  });

  test.each([
    ["a usual one", { slug: "demo-draft", minDepth: 3 }],
    ["one with the cycle found", { slug: "demo-crawl", minRuns: 10 }],
    ["the deep failure", { q: "the great migration" }],
    ["a cancelled one", { status: "cancelled" }],
    ["the large one", { minRuns: 9_000 }],
  ])("has the journal of %s: it folds to the very rows and is read like any other", async (_, query) => {
    const { id } = await one(query);
    const state = newTree();
    for await (const page of createStore(db).readEvents(id, 0))
      for (const event of page) evolve(state, event);
    const { seq, rows } = await treeSnapshot(services, owner, { treeId: id });
    expect(state.seq).toBe(seq);
    expect(rows).toHaveLength(state.runs.length);
    for (const row of rows) {
      const run = state.runs[row.no];
      expect([row.depth, row.startedAt, row.endedAt]).toEqual([
        run?.depth,
        run?.startedAt,
        run?.endedAt ?? null,
      ]);
      if (run?.phase !== "running") expect(row.status).toBe(run?.phase);
    }
    const events = await runEvents(services, owner, runEventsInput.parse({ id }));
    expect(events.data[0]).toMatchObject({ seq: 1, type: "TreeStarted" });
    expect((await getRun(services, owner, { id })).input).toBeTypeOf("object");
  });

  test("has agents with a breaker that is open, one that is half-open, and one that is held", async () => {
    const health = await agentHealth(services, owner);
    const agents = health.agents.filter(({ id }) => id !== "mine");
    const states = agents.map(({ id, breaker }) => [id, breaker.state, breaker.forced?.by ?? null]);
    expect(states).toEqual([
      ["demo-archivist", "open", null],
      ["demo-critic", "open", "Ada (demo)"],
      ["demo-translator", "halfOpen", null],
    ]);
    expect(agents.map(({ uses }) => uses.length)).toEqual([0, 0, 0]);
  });

  test("keeps the breaker open that is open, and leaves one alone that a person has reset", async () => {
    const id = "agent:demo-archivist";
    const state = async () => (await getBreaker(services, owner, { id })).state;
    const keep = () => withTransaction(db, keepDemoBreakerOpen);
    await sql`update breakers set until = 1 where resource = 'demo-archivist'`;
    expect(await state()).toBe("halfOpen");
    await keep();
    expect(await state()).toBe("open");
    await resetBreaker(services, owner, { id, reason: "the archive is back" });
    await keep();
    expect(await state()).toBe("closed");
  });

  test("has runs of the revision that was published when they started", async () => {
    const rows = await sql<{ revision: number; first: Date; last: Date; read: number }[]>`
      select revision, min(started_at) as first, max(started_at) as last,
        percentile_cont(0.5) within group (order by duration_ms) as read
      from trees where slug = 'demo-draft' and demo and ended_at is not null group by revision order by revision`;
    expect(rows.map(({ revision }) => revision)).toEqual([1, 2]);
    const [published] = await sql<{ createdAt: Date }[]>`
      select created_at from revisions where slug = 'demo-draft' and revision = 2`;
    const at = published?.createdAt ?? new Date(0);
    expect(rows[0]?.last.getTime()).toBeLessThan(at.getTime());
    expect(rows[1]?.first.getTime()).toBeGreaterThanOrEqual(at.getTime());
    expect(rows[0]?.read).toBeGreaterThan(1.3 * (rows[1]?.read ?? 0));
  });

  test("has a forecast, and figures at every depth", async () => {
    const input = statisticsInput.parse({ workflow: "demo-draft" });
    const { forecast, revisions } = await statisticsOverTime(services, owner, input);
    expect(forecast.kind).toBe("line");
    expect(revisions.map(({ revision }) => revision)).toEqual([2]);
    const { depths } = await statisticsByDepth(services, owner, input);
    expect(depths.map(({ depth }) => depth)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { p95Ms, ownP95Ms, tokens } of depths) {
      expect(p95Ms).toBeGreaterThanOrEqual(ownP95Ms ?? Number.POSITIVE_INFINITY);
      expect(tokens).toBeGreaterThan(0);
    }
  });

  test("has a cycle that was found", async () => {
    const found = await sql`
      select from journal j join trees t on t.id = j.tree_id
      where t.demo and t.slug = 'demo-crawl' and j.events like '%RecursionCycleDetected%' limit 1`;
    expect(found).toHaveLength(1);
  });

  test("goes on when somebody resumes it: the real engine takes it from there", async () => {
    const paused = await one({ status: "paused", slug: "demo-research" });
    await resumeRun(services, admin, { id: paused.id });
    await untilRun(services, paused.id, ({ status: now }) => now === "succeeded");
  });

  test("keeps a run of it going, one at a time however many processes beat", async () => {
    const now = () => 1_800_000_000_000;
    const beats = [db, other].map((database) =>
      createPulse({ db: database, host: services.host, onError: (error) => expect(error).toBeNull(), now }),
    );
    for (const { beat } of beats) await Promise.all([beat(), beat()]);
    for (const { close } of beats) close();
    const live = await sql<{ id: string; demo: boolean }[]>`
      select id, demo from trees where created_by_id = 'demo-live'`;
    expect(live).toEqual([{ id: expect.any(String), demo: true }]);
    await untilEnded(services, live[0]?.id ?? "");
  });
});

test("runs that somebody starts of a demo workflow belong to the demo data", async () => {
  const input = { name: "mine", text: "x" };
  const { id } = await startRun(
    services,
    owner,
    startInput.parse({ slug: "demo-invoice", input: { name: input.name, amount: 5 } }),
  );
  await untilEnded(services, id);
  const [row] = await sql`select demo from trees where id = ${id}`;
  expect(row).toEqual({ demo: true });
});

test("removing leaves exactly what was there before, also when it is killed half-way", {
  timeout: 120_000,
}, async () => {
  // A blob that the demo data and a real run share stays; one of the demo data alone goes.
  const [shared] = await sql<{ hash: string }[]>`select hash from blobs limit 1`;
  const own = "0".repeat(64);
  await sql`insert into blobs (hash, bytes, body) values (${own}, 2, '{}')`;
  const [{ id } = { id: "" }] = await sql<
    { id: string }[]
  >`select id from trees where demo order by id limit 1`;
  await sql`
    update journal set events = events || ${`[{"$blob":"${shared?.hash ?? ""}"},{"$blob":"${own}"}]`} where tree_id = ${id}`;
  expect(await removeDemo(services, admin)).toMatchObject({ phase: "removing" });
  await until(status, ({ phase, done }) => phase === "absent" || done > 200);
  await stopDemo(services);
  goOnWithDemo(services);
  expect(await settled()).toMatchObject({ phase: "absent", trees: 0, workflows: 0 });
  await stopDemo(services);
  // The agent of a person who is called as the demo data is stays, and is all that the book still knows.
  expect(await contents()).toEqual(before);
  expect(services.agents.all().map(({ id }) => id)).toEqual(["mine"]);
  expect((await getRun(services, owner, { id: real })).status).toBe("succeeded");
  const audited = await sql<
    { action: string }[]
  >`select action from audit_log where object = 'demo' order by id`;
  expect(audited.map(({ action }) => action)).toEqual(["demo.load", "demo.remove"]);
  expect(await sql`select from workspace_events where demo and kind <> 'forgotten'`).toHaveLength(0);
});
