import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { startRun } from "../run/start.ts";
import { callerAs, GROW, openServices } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { type Ceilings, ceilingsInput, setCeilings, underCeilings } from "./ceilings.ts";
import { effectiveLimits } from "./limits.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;

beforeAll(async () => {
  services = await openServices(db, { visit: { run: () => null } });
  await createWorkflow(services, owner, { graph: GROW });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const ceilings = (given: Partial<Ceilings>) => ceilingsInput.parse(given);
async function started(limits = {}) {
  const request = startInput.parse({ slug: "grow", input: { depth: 0 }, limits });
  const { id } = await startRun(services, owner, request);
  return (await services.host.inspect(id)).limits;
}

describe("ceilings of a workspace", () => {
  test("tighten every tree that starts, never loosen one, and are gone when they are taken away", async () => {
    const free = await started();
    await setCeilings(services, owner, ceilings({ maxDepth: 2, maxTokens: 1_000, maxRuns: 200_000 }));
    expect(await started()).toEqual({ ...free, maxDepth: 2, maxTokens: 1_000 });
    expect(await started({ maxDepth: 1 })).toMatchObject({ maxDepth: 1, maxTokens: 1_000 });
    await setCeilings(services, owner, ceilings({}));
    expect(await started()).toEqual(free);
  });

  test("are shown beside what the engine has, and each change is in the audit log once", async () => {
    await setCeilings(services, owner, ceilings({ maxCostUsd: 1.5 }));
    await setCeilings(services, owner, ceilings({ maxCostUsd: 1.5 }));
    const rows = await effectiveLimits(services, owner);
    expect(rows.find(({ name }) => name === "maxCostUsd")).toMatchObject({ value: null, ceiling: 1.5 });
    expect(rows.find(({ name }) => name === "maxDepth")).toMatchObject({
      value: 10,
      ceiling: null,
      most: 256,
    });
    expect(rows.find(({ name }) => name === "cycleDetection")).not.toHaveProperty("ceiling");
    const told = await db.sql`
      select detail from audit_log where object = 'workspace/limits' and detail like 'maxCostUsd%'`;
    expect([...told]).toEqual([{ detail: "maxCostUsd: none → 1.5" }]);
  });

  test("are for admins to set", async () => {
    await expect(setCeilings(services, callerAs("editor"), ceilings({ maxDepth: 0 }))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });

  test.each([{ maxDepth: -1 }, { maxDepth: 257 }, { maxRuns: 0 }, { maxCostUsd: "1" }, { moons: 1 }])(
    "that no tree could have are refused: %j",
    (given) => {
      expect(ceilingsInput.safeParse(given).success).toBe(false);
    },
  );

  test("no limit of a start is a limit too, once there is a ceiling", () => {
    expect(underCeilings({ recursionTimeoutMs: null }, ceilings({ recursionTimeoutMs: 5_000 }))).toEqual({
      recursionTimeoutMs: 5_000,
    });
    expect(underCeilings({}, ceilings({}))).toEqual({});
  });
});
