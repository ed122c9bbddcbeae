import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { BUILT_IN_METRICS } from "#server/engine/metrics/built-in";
import { defineMetric } from "#server/executors/task/define-metric";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runMetrics } from "./metrics.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;
let id: string;

const own = [
  defineMetric({ name: "attempts-and-children", per: "run", value: "run.attempts + run.children" }),
  defineMetric({
    name: "where",
    per: "run",
    value: ({ workflow, status }) => `${workflow} ${status}`.length,
  }),
  defineMetric({ name: "nothing", per: "run", value: "run.children / 0.0" }),
  defineMetric({
    name: "broken",
    unit: "sheep",
    per: "level",
    value: ({ depth }) => {
      if (depth > 0) throw new Error("counted myself to sleep");
      return 1;
    },
  }),
];

const visit = { kind: "task", task: "visit", retry: { maxAttempts: 2, initialMs: 1, capMs: 1 } };
const kid = { schemaVersion: 1, slug: "kid", name: "Kid", nodes: { v: visit } };
const family = {
  schemaVersion: 1,
  slug: "family",
  name: "Family",
  nodes: { m: { kind: "map", over: "= range(3)", body: { kind: "subworkflow", graph: kid } } },
};

beforeAll(async () => {
  let calls = 0;
  services = {
    ...(await openServices(db, {
      visit: {
        run: () => {
          calls += 1;
          if (calls === 1) throw new Error("not yet");
          return null;
        },
      },
    })),
    metrics: () => own,
  };
  await createWorkflow(services, owner, { graph: family });
  id = (await startRun(services, owner, startInput.parse({ slug: "family", input: {} }))).id;
  await untilEnded(services, id);
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

async function metricsOf(run: string) {
  const { metrics } = await runMetrics(services, callerAs("viewer"), { id: run });
  return (name: string, per: string) => metrics.find((row) => row.name === name && row.per === per)?.values;
}

test("one table has the built-in metrics and those that were registered, of a run and of each depth", async () => {
  const { metrics, cut } = await runMetrics(services, owner, { id });
  expect(metrics.map(({ name }) => name)).toEqual([...BUILT_IN_METRICS, ...own].map(({ name }) => name));
  expect(metrics.filter(({ custom }) => custom)).toHaveLength(own.length);
  expect(cut).toBe(false);
  const of = await metricsOf(id);
  expect(of("children", "run")).toEqual([{ depth: null, value: 3, problem: null }]);
  expect(of("branching-factor", "level")?.map(({ depth, value }) => [depth, value])).toEqual([
    [0, 3],
    [1, 0],
  ]);
  expect(of("retry-amplification", "level")?.[1]?.value).toBeCloseTo(4 / 3);
  expect(of("attempts-and-children", "run")).toEqual([{ depth: null, value: 3, problem: null }]);
  expect(of("where", "run")?.[0]?.value).toBe("family succeeded".length);
});

test("metrics of a run below are its own; those of depths are of the tree", async () => {
  const of = await metricsOf(`${id}.1`);
  expect(of("children", "run")?.[0]?.value).toBe(0);
  expect(of("attempts-and-children", "run")?.[0]?.value).toBeGreaterThan(0);
  expect(of("branching-factor", "level")?.[0]?.value).toBe(3);
});

test("a metric that throws, or gives no number, says so by its name and breaks nothing", async () => {
  const of = await metricsOf(id);
  expect(of("nothing", "run")).toEqual([
    { depth: null, value: null, problem: expect.stringContaining("not a JSON number") },
  ]);
  expect(of("broken", "level")).toEqual([
    { depth: 0, value: 1, problem: null },
    { depth: 1, value: null, problem: "counted myself to sleep" },
  ]);
});

test("of a run that never was are not found", async () => {
  const unknown = "00000000-0000-7000-8000-00000000dead";
  await expect(runMetrics(services, owner, { id: unknown })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
