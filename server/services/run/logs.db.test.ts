import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteEndedTrees } from "#db/queries/delete-ended-trees";
import { cloneDatabase } from "#db/testing/template-database";
import { MOST_LINES } from "#server/runtime/task-log-book";
import { until } from "#server/runtime/testing/harness";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { logsInput } from "../inputs-logs.ts";
import { callerAs, GROW, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runLogs } from "./logs.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const viewer = callerAs("viewer");
let services: Services;
let treeId: string;

beforeAll(async () => {
  services = await openServices(db, {
    visit: {
      run: (input, context) => {
        const { depth } = input as { depth: number };
        context.log("visiting", { depth, key: "k3y-of-the-vault" });
        context.log("debug", "looked \0 around");
        if (depth === 0) context.log("warn", "100% leaf_reached");
        if (depth === 1) for (let line = 0; line < 1_500; line += 1) context.log("debug", `noise ${line}`);
        return null;
      },
    },
  });
  services.redactor.learn("vault", "k3y-of-the-vault");
  await createWorkflow(services, callerAs("owner"), { graph: GROW });
  const input = { depth: 2, width: 2 };
  treeId = (await startRun(services, callerAs("owner"), startInput.parse({ slug: "grow", input }))).id;
  await untilEnded(services, treeId);
  await until(
    () => logs({ scope: "subtree", level: "warn", limit: 1_000 }),
    ({ data }) => data.length >= 6,
  );
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const logs = (asked: object, id = treeId) => runLogs(services, viewer, logsInput.parse({ id, ...asked }));

test("what a task logs is kept with its place, in order, without secrets", async () => {
  const { data, nextCursor } = await logs({});
  expect(data).toMatchObject([
    { runId: treeId, nodeId: "visit", attempt: 1, level: "info", message: "visiting" },
    { level: "debug", message: "looked  around", fields: null },
  ]);
  expect(data[0]?.fields).toEqual({ depth: 2, key: "[secret vault]" });
  expect(nextCursor).toBeNull();
  const [stored] = await db.sql`select count(*)::int as found from task_logs where fields like '%k3y-of%'`;
  expect(stored?.["found"]).toBe(0);
});

test("a subtree has the lines of all runs below, a run only its own", async () => {
  const below = await logs({ scope: "subtree", level: "info", limit: 1_000 }, `${treeId}.1`);
  const runs = new Set(below.data.map(({ runId }) => runId));
  expect(runs.size).toBe(3);
  expect(runs).toContain(`${treeId}.1`);
  expect((await logs({ scope: "subtree", level: "info", limit: 1_000 })).data.length).toBeGreaterThan(
    below.data.length,
  );
});

test("lines are found by level and by any part of their text, whatever it holds", async () => {
  const warned = await logs({ scope: "subtree", level: "warn", q: "100% LEAF_" });
  expect(warned.data.map(({ message }) => message)).toEqual(Array(4).fill("100% leaf_reached"));
  expect((await logs({ scope: "subtree", q: "%_%" })).data).toEqual([]);
  expect((await logs({ scope: "subtree", q: '"depth":2' })).data).toHaveLength(1);
});

test("an attempt that floods its log is cut, and says so", async () => {
  const all = [];
  let after: number | undefined;
  for (;;) {
    const page = await logs({ limit: 1_000, ...(after === undefined ? {} : { after }) }, `${treeId}.1`);
    all.push(...page.data);
    if (page.nextCursor === null) break;
    after = Number(page.nextCursor);
  }
  expect(all).toHaveLength(MOST_LINES + 1);
  expect(all.at(-1)).toMatchObject({ level: "warn", message: expect.stringContaining("more than is kept") });
  expect(all.map(({ line }) => line)).toEqual(all.map(({ line }) => line).toSorted((a, b) => a - b));
});

test("the last lines come in the order in which they were said, and lead back", async () => {
  const end = await logs({ before: Number.MAX_SAFE_INTEGER, limit: 2 }, `${treeId}.1`);
  const earlier = await logs({ before: Number(end.nextCursor), limit: 2 }, `${treeId}.1`);
  expect(earlier.data.map(({ message }) => message)).toEqual(["noise 995", "noise 996"]);
  expect(end.data).toHaveLength(2);
  expect(Number(end.data[0]?.line)).toBeGreaterThan(Number(earlier.data[1]?.line));
});

test("what was logged goes with its tree", async () => {
  await db.sql`update trees set ended_at = now() - interval '9 days' where id = ${treeId}`;
  expect(await deleteEndedTrees(db, { days: 7, limit: 10 })).toBe(1);
  const [left] = await db.sql`select count(*)::int as lines from task_logs where tree_id = ${treeId}`;
  expect(left?.["lines"]).toBe(0);
});
