import { expect, test } from "vitest";
import { createWorkflow } from "#db/queries/create-workflow";
import { databaseNow } from "#db/queries/database-now";
import { cloneDatabase } from "#db/testing/template-database";
import { statisticsInput } from "../inputs-statistics.ts";
import { callerAs } from "../testing/services.ts";
import { statisticsByDepth } from "./by-depth.ts";
import { statisticsOverTime } from "./over-time.ts";

const { db, sql } = await cloneDatabase();
const services = { db };
const viewer = callerAs("viewer");
const now = await databaseNow(sql);
const HOUR = 3_600_000;

await createWorkflow(sql, {
  slug: "grow",
  name: "Grow",
  description: "",
  hash: "a",
  graph: "{}",
  nodes: 1,
  recursion: "self",
  createdBy: "test",
});
await sql`update revisions set created_at = now() - interval '3 days' where slug = 'grow'`;

type RunGiven = {
  readonly no: number;
  readonly parent?: number;
  readonly depth: number;
  readonly at: readonly [from: number, to: number];
  readonly status?: string;
};
type TreeGiven = {
  readonly hoursAgo: number;
  readonly slug?: string;
  readonly runs: readonly RunGiven[];
  readonly more?: object;
};
let trees = 0;

async function store({ hoursAgo, slug = "grow", runs, more = {} }: TreeGiven): Promise<void> {
  const start = now - hoursAgo * HOUR;
  const [root] = runs;
  const ms = Math.round(start).toString(16).padStart(12, "0");
  const id = `${ms.slice(0, 8)}-${ms.slice(8)}-7000-8000-${String(++trees).padStart(12, "0")}`;
  const status = root?.status ?? "succeeded";
  const duration = (root?.at[1] ?? 0) - (root?.at[0] ?? 0);
  const tree = {
    id,
    slug,
    revision: 1,
    status,
    runs: runs.length,
    max_depth: 9,
    max_runs: 99,
    tokens: 10 * runs.length,
    cost_usd: 0.5,
    created_by: "test",
    started_at: new Date(start),
    ended_at: new Date(start + duration),
    duration_ms: duration,
    ...more,
  };
  await sql`insert into trees ${sql(tree)}`;
  for (const { no, parent = null, depth, at, status: own = "succeeded" } of runs)
    await sql`
      insert into runs (tree_id, no, parent_no, depth, path, slug, status, tokens, cost_usd, started_seq, started_at, ended_at)
      values (${id}, ${no}, ${parent}, ${depth}, ${`run ${no}`}, ${slug}, ${own}, 10, 0.25, 1, ${start + at[0]}, ${start + at[1]})`;
}

/** The root works for 100 ms, starts two children that overlap for 200 ms, and ends 100 ms after the last. */
const family = (failed = false): readonly RunGiven[] => [
  { no: 0, depth: 0, at: [0, 600] },
  { no: 1, parent: 0, depth: 1, at: [100, 400] },
  { no: 2, parent: 0, depth: 1, at: [200, 500], ...(failed ? { status: "failed" } : {}) },
];

await store({ hoursAgo: 2, runs: family() });
await store({ hoursAgo: 26, runs: family(true) });
await store({ hoursAgo: 27, slug: "other", runs: [{ no: 0, depth: 0, at: [0, 5_000], status: "failed" }] });
// What must not count: a trial of a draft, a fork, one that goes on, and one from before.
const [one] = family();
const runs = one ? [one] : [];
await store({ hoursAgo: 3, runs, more: { revision: 0 } });
await store({ hoursAgo: 3, runs, more: { forked_from: "x" } });
await store({ hoursAgo: 24 * 40, runs });
await store({
  hoursAgo: 1,
  runs,
  more: { ended_at: null, duration_ms: null, status: "running" },
});

const byDepth = (given: object) => statisticsByDepth(services, viewer, statisticsInput.parse(given));
const overTime = (given: object) => statisticsOverTime(services, viewer, statisticsInput.parse(given));

test("a run's own time leaves out the time in which a child was open, counted once", async () => {
  const { depths, trees: ended, counted, runs: read } = await byDepth({ workflow: "grow", range: "7d" });
  expect([ended, counted, read]).toEqual([2, 2, 6]);
  expect(depths).toEqual([
    {
      depth: 0,
      runs: 2,
      succeeded: 2,
      failed: 0,
      cancelled: 0,
      p50Ms: 600,
      p95Ms: 600,
      ownP50Ms: 200,
      ownP95Ms: 200,
      tokens: 20,
      costUsd: 0.5,
    },
    {
      depth: 1,
      runs: 4,
      succeeded: 3,
      failed: 1,
      cancelled: 0,
      p50Ms: 300,
      p95Ms: 300,
      ownP50Ms: 300,
      ownP95Ms: 300,
      tokens: 40,
      costUsd: 1,
    },
  ]);
});

test("the range and the workflow say what counts; trials of drafts and forks never do", async () => {
  expect((await byDepth({ range: "24h" })).counted).toBe(1);
  expect((await byDepth({ range: "7d" })).counted).toBe(3);
  expect((await byDepth({ range: "90d", workflow: "grow" })).counted).toBe(3);
  const { periods, revisions, cut, forecast } = await overTime({ range: "7d" });
  expect(periods).toHaveLength(28);
  expect(cut).toBe(false);
  const sum = (of: (period: (typeof periods)[number]) => number) =>
    periods.reduce((all, period) => all + of(period), 0);
  expect([sum(({ runs: all }) => all), sum(({ failed }) => failed)]).toEqual([4, 1]);
  expect(sum(({ tokens }) => tokens)).toBe(80);
  expect(periods.filter(({ p95Ms }) => p95Ms !== null).map(({ p95Ms }) => p95Ms)).toEqual([600, 600]);
  expect(revisions).toMatchObject([{ workflow: "grow", revision: 1, by: "test" }]);
  expect(forecast).toMatchObject({ kind: "none", points: 0 });
});

test("buckets are whole and without a gap, the last holds the present", async () => {
  const { periods, bucketMs, from } = await overTime({ range: "24h", workflow: "grow" });
  expect(periods[0]?.from).toBe(from);
  for (const [place, period] of periods.entries()) {
    expect(Date.parse(period.to) - Date.parse(period.from)).toBe(bucketMs);
    if (place > 0) expect(period.from).toBe(periods[place - 1]?.to);
  }
  const last = periods.at(-1);
  expect(Date.parse(last?.from ?? "")).toBeLessThanOrEqual(now);
  expect(Date.parse(last?.to ?? "")).toBeGreaterThan(now);
});

test("a workflow that nobody knows is not found, and a tree too large to read is left out", async () => {
  await expect(byDepth({ workflow: "nothing" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await store({ hoursAgo: 0.5, runs, more: { runs: 60_000 } });
  const { trees: ended, counted, depths } = await byDepth({ range: "7d" });
  expect([ended, counted]).toEqual([4, 3]);
  expect(depths[0]?.runs).toBe(3);
});

test("demo data counts for its own workflow, and for all together only where nothing else ran", async () => {
  await createWorkflow(sql, {
    slug: "demo-grow",
    name: "Grow (demo)",
    description: "",
    hash: "b",
    graph: "{}",
    nodes: 1,
    recursion: "self",
    createdBy: "test",
    demo: true,
  });
  const standing = async (given: object) => {
    const [depths, { demo, periods, revisions }] = await Promise.all([byDepth(given), overTime(given)]);
    const started = periods.reduce((all, period) => all + period.runs, 0);
    return [depths.demo, depths.counted, demo, started, revisions.map(({ workflow }) => workflow)];
  };
  const before = await standing({ range: "24h" });
  expect(before.slice(0, 3)).toEqual([false, 1, false]);
  await store({ hoursAgo: 2, slug: "demo-grow", runs, more: { demo: true } });
  const demoAlone = [true, 1, true, 1, ["demo-grow"]];
  expect(await standing({ range: "24h", workflow: "demo-grow" })).toEqual(demoAlone);
  expect(await standing({ range: "24h" })).toEqual(before);
  await sql`delete from trees where not demo and started_at > now() - interval '25 hours'`;
  expect(await standing({ range: "24h" })).toEqual(demoAlone);
});
