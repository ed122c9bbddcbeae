import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listRoots, type RootQuery } from "#db/queries/list-roots";
import { insertManyRoots } from "#db/testing/many-roots";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { type ListRunsQuery, listRunsInput, runsFilterInput } from "../inputs.ts";
import { callerAs, openServices } from "../testing/services.ts";
import type { RootSummary } from "../types.ts";
import { runsFacets } from "./facets.ts";
import { listRuns } from "./list.ts";

const { db, sql } = await cloneDatabase();
const viewer = callerAs("viewer");
const ROOTS = 10_000;
let services: Services;
beforeAll(async () => {
  services = await openServices(db, {});
  await insertManyRoots(sql, ROOTS);
});
afterAll(() => services.host.stop());

const page = (query: ListRunsQuery) => listRuns(services, viewer, listRunsInput.parse(query));
async function everything(query: ListRunsQuery, between?: () => Promise<unknown>): Promise<RootSummary[]> {
  const rows: RootSummary[] = [];
  let cursor: string | null = null;
  do {
    const next: Awaited<ReturnType<typeof page>> = await page({ limit: 200, ...query, cursor });
    rows.push(...next.data);
    cursor = next.nextCursor;
    await between?.();
  } while (cursor !== null);
  return rows;
}

const tookMs = (run: RootSummary) => Date.parse(run.endedAt ?? "") - Date.parse(run.startedAt ?? "");
const BY = {
  duration: tookMs,
  runs: (run: RootSummary) => run.runs,
  failed: (run: RootSummary) => run.failedRuns,
  depth: (run: RootSummary) => run.deepest,
};

describe("every order", () => {
  test.each(["desc", "asc"] as const)("by start, %s: each run once", async (order) => {
    const rows = await everything({ order });
    const ids = rows.map(({ id }) => id);
    expect(ids).toHaveLength(ROOTS);
    const sorted = [...new Set(ids)].toSorted();
    expect(ids).toEqual(order === "asc" ? sorted : sorted.toReversed());
  });

  test.each(
    (["duration", "runs", "failed", "depth"] as const).flatMap((sort) => [
      [sort, "desc"] as const,
      [sort, "asc"] as const,
    ]),
  )(
    "by %s, %s: each run once, what goes on apart from what has ended, equal values too",
    async (sort, order) => {
      const rows = await everything({ sort, order });
      expect(new Set(rows.map(({ id }) => id)).size).toBe(ROOTS);
      const open = rows.filter(({ endedAt }) => endedAt === null);
      const ended = rows.filter(({ endedAt }) => endedAt !== null);
      expect(open).toHaveLength(ROOTS / 100);
      expect(rows.slice(0, 5).every(({ endedAt }) => (endedAt === null) === (order === "desc"))).toBe(true);
      const sign = order === "asc" ? 1 : -1;
      const sorted = ended.toSorted((a, b) => sign * (BY[sort](a) - BY[sort](b) || (a.id < b.id ? -1 : 1)));
      expect(ended.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
    },
  );

  test("runs that start and end between pages are neither skipped nor shown twice", async () => {
    const before = new Set((await everything({})).map(({ id }) => id));
    const going = (await everything({ status: ["paused", "running", "waiting"] })).map(({ id }) => id);
    const rows = await everything({ sort: "runs", limit: 100 }, async () => {
      const id = going.pop();
      if (id === undefined || going.length < 50) return;
      // It ends with the most runs of all: by its value alone it would move to where nobody looks any more.
      await sql`
        update trees set status = 'succeeded', runs = 9999, settled_runs = 9999, ended_at = now() where id = ${id}`;
      await sql`update runs set status = 'succeeded', ended_at = extract(epoch from now()) * 1000 where tree_id = ${id}`;
      await sql`
        insert into trees (id, slug, status, runs, settled_runs, max_depth, max_runs, created_by, next_wake_at, started_at, ended_at)
        values (gen_random_uuid(), 'late', 'succeeded', 3, 3, 1, 1, 'x', null, now(), now())`;
    });
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of before) expect(ids).toContain(id);
    await sql`delete from trees where slug = 'late'`;
  });
});

describe("filters", () => {
  const cases: readonly (readonly [string, ListRunsQuery, (run: RootSummary) => boolean])[] = [
    [
      "several statuses",
      { status: ["failed", "paused"] },
      ({ status }) => ["failed", "paused"].includes(status),
    ],
    ["a status that only the root run shows", { status: "waiting" }, ({ status }) => status === "waiting"],
    [
      "all but some",
      { notStatus: ["succeeded", "running"] },
      ({ status }) => !["succeeded", "running"].includes(status),
    ],
    ["several workflows", { slug: ["workflow-1", "workflow-7"] }, ({ workflow }) => /-(1|7)$/.test(workflow)],
    ["all workflows but one", { notSlug: "workflow-0" }, ({ workflow }) => workflow !== "workflow-0"],
    [
      "part of a label, whatever its case",
      { q: "PACKAGE 99" },
      ({ label }) => /package 99/.test(label ?? ""),
    ],
    ["part of the code of a failure", { q: "taskfail" }, ({ failure }) => failure?.code === "TaskFailed"],
    [
      "codes of failures",
      { error: ["TaskFailed", "RecursionTimeout"] },
      ({ failure }) => failure?.code === "TaskFailed",
    ],
    ["what is held back", { waits: "requeue" }, ({ status }) => status === "needs_attention"],
    ["a depth", { minDepth: 7 }, ({ deepest }) => deepest >= 7],
    ["a size", { minRuns: 400, minFailed: 5 }, ({ runs, failedRuns }) => runs >= 400 && failedRuns >= 5],
    [
      "a duration",
      { minDurationMs: 30_000, maxDurationMs: 31_000 },
      (run) => tookMs(run) >= 30_000 && tookMs(run) <= 31_000,
    ],
    [
      "who started it",
      { actor: ["id-2", "person 4"] },
      ({ createdBy }) => ["person 2", "person 4"].includes(createdBy),
    ],
    ["demo data only", { demo: "only" }, ({ demo }) => demo],
    ["no demo data", { demo: "without" }, ({ demo }) => !demo],
    [
      "a relative start",
      { startedWithin: "24h" },
      ({ startedAt }) => Date.now() - Date.parse(startedAt ?? "") <= 86_400_000,
    ],
    [
      "a relative end",
      { endedWithin: "7d" },
      ({ endedAt }) => endedAt !== null && Date.now() - Date.parse(endedAt) <= 7 * 86_400_000,
    ],
    [
      "a relative time before which it ended",
      { endedBefore: "2d" },
      ({ endedAt }) => endedAt !== null && Date.now() - Date.parse(endedAt) >= 2 * 86_400_000,
    ],
    [
      "several at once",
      { status: "failed", slug: "workflow-3", minDepth: 4 },
      (run) => run.status === "failed" && run.workflow === "workflow-3" && run.deepest >= 4,
    ],
  ];
  test.each(cases)("%s", async (_, query, holds) => {
    const all = await everything({});
    const wanted = all.filter(holds).map(({ id }) => id);
    const found = (await everything(query)).map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(ROOTS);
    // Relative ranges move on while they are read.
    const within = Object.keys(query).some((name) => /Within$|Before$/.test(name));
    if (within) expect(Math.abs(found.length - wanted.length)).toBeLessThanOrEqual(2);
    else expect(found).toEqual(wanted);
    const facets = await runsFacets(services, viewer, runsFilterInput.parse(query));
    expect(Math.abs(facets.total.count - wanted.length)).toBeLessThanOrEqual(within ? 2 : 0);
  });

  test("a span that is longer than there was time is from the beginning", async () => {
    expect(await everything({ startedWithin: "9999999w" })).toEqual(await everything({}));
  });

  test("what no run has is not found, and no error", async () => {
    expect(await everything({ slug: "a".repeat(70) })).toEqual([]);
    expect(await everything({ error: "Task" })).toEqual([]);
    expect(await everything({ children: true, error: "Task" })).toEqual([]);
  });

  test("what is longer than can be looked for is said in words", () => {
    const given = listRunsInput.safeParse({ slug: "a".repeat(201) });
    expect(given.error?.issues[0]?.message).toBe("At most 200 characters.");
  });

  test("an absolute range is exact to the millisecond, wherever it begins", async () => {
    const rows = await everything({});
    const [from, to] = [rows[700]?.startedAt ?? "", rows[600]?.startedAt ?? ""];
    const found = await everything({ startedFrom: from, startedTo: to });
    expect(found.map(({ id }) => id)).toEqual(rows.slice(601, 701).map(({ id }) => id));
  });

  test("the beginning of an id finds its run", async () => {
    const [run] = (await page({ limit: 1 })).data;
    expect((await everything({ q: run?.id ?? "" })).map(({ id }) => id)).toEqual([run?.id]);
    expect((await everything({ q: run?.id.slice(-12) ?? "" })).map(({ id }) => id)).toEqual([run?.id]);
    const some = await everything({ q: run?.id.slice(0, 13) ?? "" });
    expect(some.map(({ id }) => id)).toContain(run?.id);
  });

  test.each([["'; drop table trees; --"], ["%"], ["_____"], ["\\"], ["package' or '1'='1"]])(
    "text that means something to SQL is only text: %s",
    async (q) => {
      expect(await everything({ q })).toEqual([]);
    },
  );

  test.each<[string, ListRunsQuery, string]>([
    [
      "a relative and an absolute start",
      { startedFrom: "2026-01-01T00:00:00Z", startedWithin: "1h" },
      "/startedWithin",
    ],
    [
      "a relative and an absolute end of a range",
      { endedTo: "2026-01-01T00:00:00Z", endedBefore: "1h" },
      "/endedBefore",
    ],
    [
      "a cursor of another order",
      { sort: "runs", cursor: "01900000-0000-7000-8000-000000000000" },
      "/cursor",
    ],
    [
      "a cursor with a value that is none",
      { sort: "runs", cursor: "runs~1~x~01900000-0000-7000-8000-000000000000" },
      "/cursor",
    ],
    ["an order of all runs", { children: true, sort: "runs" }, "/sort"],
  ])("%s is refused with its place", async (_, query, path) => {
    await expect(page(query)).rejects.toMatchObject({ code: "VALIDATION", details: [{ path }] });
  });
});

describe("facets", () => {
  test("leave their own field out of the filter, and agree with the list", async () => {
    const query = { status: ["failed" as const], slug: ["workflow-2", "workflow-3"] };
    const facets = await runsFacets(services, viewer, runsFilterInput.parse(query));
    const count = async (other: ListRunsQuery) => (await everything(other)).length;
    expect(facets.total).toEqual({ count: await count(query), more: false });
    const statuses = Object.fromEntries(facets.statuses.map((each) => [each.status, each.count]));
    for (const status of ["failed", "succeeded", "cancelled"] as const)
      expect(statuses[status]).toBe(await count({ slug: query.slug, status }));
    const workflows = Object.fromEntries(facets.workflows.map((each) => [each.slug, each.count]));
    expect(Object.keys(workflows)).toHaveLength(12);
    expect(workflows["workflow-9"]).toBe(await count({ status: "failed", slug: "workflow-9" }));
  });

  test("count no further than 10,000", async () => {
    await sql`
      insert into trees (id, slug, status, max_depth, max_runs, created_by, ended_at)
      select gen_random_uuid(), 'one-more', 'succeeded', 1, 1, 'x', now()`;
    const { total } = await runsFacets(services, viewer, runsFilterInput.parse({}));
    expect(total).toEqual({ count: 10_000, more: true });
    await sql`delete from trees where slug = 'one-more'`;
  });
});

describe("all runs", () => {
  test("come with their tree, newest tree and newest run first, each once, and only when they are asked for", async () => {
    await sql`
      insert into runs (tree_id, no, parent_no, depth, path, slug, status, started_seq, started_at)
      select id, n, 0, 1, 'root/child[' || n || ']', 'child', 'running', 1, 0
      from (select id from trees order by id desc limit 300) as t, generate_series(1, 3) as n`;
    expect(await everything({})).toHaveLength(ROOTS);
    const rows = await everything({ children: true });
    expect(rows).toHaveLength(ROOTS + 900);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(ROOTS + 900);
    expect(rows.slice(0, 4).map(({ id }) => id.split(".")[1])).toEqual(["3", "2", "1", undefined]);
    const failed = await everything({ children: true, error: "TaskFailed" });
    expect(failed.length).toBeGreaterThan(0);
    expect(await everything({ children: true, q: "TASKfailed" })).toEqual(failed);
    const held = await everything({ children: true, waits: "requeue" });
    expect(held.length).toBeGreaterThan(0);
    expect(held.every(({ status }) => status === "needs_attention")).toBe(true);
    const children = await everything({ children: true, slug: "child", minDepth: 1 });
    expect(children).toHaveLength(900);
    expect(children[0]).toMatchObject({ depth: 1, workflow: "child", runs: expect.any(Number) });
  });

  test("a page that looks in vain still leads on", async () => {
    expect(await everything({ children: true, q: "nobody is called so" })).toEqual([]);
  });
});

describe("plans", () => {
  type Plan = {
    readonly "Node Type": string;
    readonly "Relation Name"?: string;
    readonly Plans?: readonly Plan[];
  };
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

  /** What the database would do for a query of the list, the parameters known. */
  async function plansOf(query: Partial<RootQuery>): Promise<readonly Plan[]> {
    const seen: Promise<{ "QUERY PLAN": [{ Plan: Plan }] }[]>[] = [];
    const explaining = ((...[text, ...values]: Parameters<typeof sql>) => {
      const fragment = sql(text, ...values);
      if (/^\s*select t\.\* from trees/.test(text[0] ?? ""))
        seen.push(sql`explain (format json) ${sql(text, ...values)}` as never);
      return fragment;
    }) as unknown as typeof sql;
    const asked = {
      filter: {},
      by: "started",
      ascending: false,
      asOf: new Date(),
      limit: 51,
      ...query,
    } as const;
    await listRoots(explaining, asked);
    return (await Promise.all(seen)).flatMap(([row]) => (row ? nodes(row["QUERY PLAN"][0].Plan) : []));
  }

  const SETTLED = {
    asOf: new Date(),
    open: false,
    value: 250,
    id: "ffffffff-0000-7000-8000-000000000000",
  } as const;
  test.each<[string, Partial<RootQuery>]>([
    ["by start", {}],
    ["by start, one workflow", { filter: { slugs: ["workflow-3"] } }],
    ["by start, one status", { filter: { statuses: ["failed"] } }],
    ["by start, since yesterday", { filter: { startedFrom: Date.now() - 86_400_000 } }],
    ["by runs, further on", { by: "runs", after: { by: "runs", ...SETTLED } }],
    ["by failed, further on", { by: "failed", after: { by: "failed", ...SETTLED, value: 3 } }],
    ["by depth, further on", { by: "depth", after: { by: "depth", ...SETTLED, value: 3 } }],
    ["by duration, further on", { by: "duration", after: { by: "duration", ...SETTLED, value: 30_000 } }],
    ["by duration, ascending", { by: "duration", ascending: true }],
  ])("%s: neither reads the whole table nor sorts it", async (_, query) => {
    const plan = await plansOf(query);
    expect(plan.length).toBeGreaterThan(0);
    expect(plan.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(plan.map((node) => node["Node Type"])).not.toContain("Sort");
  });
});
