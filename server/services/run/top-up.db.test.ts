import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { runEventsInput, scaleInput, startInput, topUpInput } from "../inputs.ts";
import { ceilingsInput, setCeilings } from "../settings/ceilings.ts";
import { callerAs, openServices, untilEnded, untilRun } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runEvents } from "./events.ts";
import { runLevels } from "./levels.ts";
import { scaleResources } from "./scale-resources.ts";
import { startRun } from "./start.ts";
import { topUpRun } from "./top-up.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const operator = callerAs("operator");
let services: Services;

const visit = { kind: "task", task: "visit" };
const graph = (slug: string, limits: object) => ({
  schemaVersion: 1,
  slug,
  name: slug,
  limits,
  nodes: {
    a: visit,
    k: { kind: "subworkflow", graph: { schemaVersion: 1, slug: "kid", name: "Kid", nodes: { v: visit } } },
    b: visit,
  },
  edges: [
    { source: "a", target: "k" },
    { source: "k", target: "b" },
  ],
});

beforeAll(async () => {
  services = await openServices(db, { visit: { run: () => null } });
  const tight = { maxAgents: 2, onBudgetExhausted: "softStop" };
  await createWorkflow(services, owner, { graph: graph("tight", tight) });
  await createWorkflow(services, owner, { graph: graph("free", {}) });
});
afterEach(() => setCeilings(services, owner, ceilingsInput.parse({})));
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

async function started(slug: string): Promise<string> {
  return (await startRun(services, owner, startInput.parse({ slug, input: {} }))).id;
}
const parked = (id: string) => untilRun(services, id, ({ status }) => status === "needs_attention");
const topUp = (id: string, amounts: object, caller = operator) =>
  topUpRun(services, caller, topUpInput.parse({ id, ...amounts }));

/** Rows of the audit log beside the events that they were committed with. */
async function audited(id: string): Promise<string[]> {
  const rows = await db.sql<{ detail: string }[]>`
    select detail from audit_log where object = ${`runs/${id}`} and action = 'run.topUp' order by at`;
  return rows.map(({ detail }) => detail);
}
async function toppedUp(id: string): Promise<number> {
  const tree = await services.host.inspect(id);
  return tree.accounts[0]?.limit.agents ?? -1;
}

describe("a top-up", () => {
  test("lets what a limit had stopped go on, and is in the audit log once, with what was given", async () => {
    const id = await started("tight");
    expect((await parked(id)).failure?.code).toBe("BudgetExceeded");
    await topUp(id, { agents: 1 });
    expect(await untilEnded(services, id)).toMatchObject({ status: "succeeded" });
    expect(await audited(id)).toEqual(["agents +1"]);
  });

  test("above a ceiling of the workspace is refused with the ceiling's name and what is possible, and writes nothing", async () => {
    await setCeilings(services, owner, ceilingsInput.parse({ maxAgents: 5 }));
    const id = await started("tight");
    await parked(id);
    await expect(topUp(id, { agents: 4 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringMatching(/ceiling maxAgents of this workspace is 5.* 2, and 4 more.*at most 3/s),
      details: [{ path: "/agents" }],
    });
    expect([await audited(id), await toppedUp(id)]).toEqual([[], 2]);
    await topUp(id, { agents: 3 });
    expect(await untilEnded(services, id)).toMatchObject({ status: "succeeded" });
  });

  test("by two people at once passes no ceiling: the second is told of what the first has left", async () => {
    await setCeilings(services, owner, ceilingsInput.parse({ maxNodes: 1_000, maxRuns: 12 }));
    const id = await started("tight");
    await parked(id);
    const both = await Promise.allSettled([topUp(id, { nodes: 1 }), topUp(id, { runs: 1 })]);
    // Its limits on nodes and runs are as high as the ceilings already.
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await setCeilings(services, owner, ceilingsInput.parse({ maxAgents: 5 }));
    const race = await Promise.allSettled([
      topUp(id, { agents: 2, costUsd: 1 }),
      topUp(id, { agents: 2, costUsd: 1 }),
    ]);
    expect(race.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await toppedUp(id)).toBe(4);
  });

  test("of the root reaches a grant that was refused three levels below, and one of that grant says who has too little", async () => {
    const granted = (slug: string, inner: object) => ({
      kind: "subworkflow",
      grant: { agents: 1 },
      graph: { schemaVersion: 1, slug, name: slug, ...inner },
    });
    const two = { nodes: { v: visit, w: visit }, edges: [{ source: "v", target: "w" }] };
    const nodes = {
      k: granted("one", { nodes: { k: granted("two", { nodes: { k: granted("three", two) } }) } }),
    };
    const limits = { maxAgents: 1, onBudgetExhausted: "pauseForApproval" };
    await createWorkflow(services, owner, { graph: { ...graph("granted", limits), nodes, edges: [] } });
    const id = await started("granted");
    await untilRun(services, `${id}.3`, ({ failure }) => failure !== null);
    const deepest = "the run of granted at level 3 \\(root/k/k/k\\)";
    await expect(topUp(`${id}.3`, { agents: 2 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringMatching(
        new RegExp(
          `grant of ${deepest} .* the run of granted at level 2 .* nothing left of maxAgents, and you asked for 2 agents more`,
        ),
      ),
      details: [{ path: "/agents" }],
    });
    await topUp(id, { agents: 1 });
    expect(await untilEnded(services, id)).toMatchObject({ status: "succeeded" });
    expect(await toppedUp(id)).toBe(2);
  });

  test("of what has no limit says that there is nothing to raise", async () => {
    await createWorkflow(services, owner, {
      graph: { ...graph("waits", {}), nodes: { w: { kind: "wait", signal: "go" } }, edges: [] },
    });
    const id = await started("waits");
    await expect(topUp(id, { tokens: 5 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("no limit of that kind"),
    });
    expect(await audited(id)).toEqual([]);
  });

  test("is not for viewers", async () => {
    const id = await started("tight");
    await expect(topUp(id, { agents: 1 }, callerAs("viewer"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await audited(id)).toEqual([]);
  });

  test("of a run that has ended, or that never was, says so", async () => {
    const id = await started("free");
    await untilEnded(services, id);
    await expect(topUp(id, { runs: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining("ended already (succeeded)"),
    });
    const unknown = "00000000-0000-7000-8000-00000000dead";
    await expect(topUp(unknown, { runs: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test.each([{}, { agents: 0 }, { agents: 1.5 }, { moons: 1 }, { costUsd: -1 }])(
    "that gives nothing, or no such thing, is refused: %j",
    (amounts) => {
      expect(topUpInput.safeParse({ id: "x", ...amounts }).success).toBe(false);
    },
  );
});

describe("scaling the resources of a tree", () => {
  const scale = (id: string, given: object, caller = operator) =>
    scaleResources(services, caller, scaleInput.parse({ id, ...given }));
  const waiting = {
    ...graph("shared", { maxAgentsPerLevel: 8, allowances: { concurrency: { from: 0.25, decay: 0.5 } } }),
    nodes: { a: visit, w: { kind: "wait", signal: "go" } },
    edges: [{ source: "a", target: "w" }],
  };

  test("shows in its levels, is in the audit log and the journal once, and is taken back by its inverse", async () => {
    await createWorkflow(services, owner, { graph: waiting });
    const id = await started("shared");
    await untilRun(services, id, ({ status }) => status === "waiting");
    const places = async () => (await runLevels(services, owner, { id })).levels[0]?.allowance?.places;
    expect(await places()).toBe(2);
    await scale(id, { factor: 3, allowances: ["concurrency"] });
    expect(await places()).toBe(6);
    await scale(id, { factor: 1 / 3, allowances: ["concurrency"] });
    expect(await places()).toBe(2);
    const { data } = await runEvents(services, owner, runEventsInput.parse({ id }));
    expect(data.filter(({ type }) => type === "ResourcesScaled")).toHaveLength(2);
    const rows = await db.sql<{ detail: string }[]>`
      select detail from audit_log where object = ${`runs/${id}`} and action = 'run.scale' order by at`;
    expect(rows[0]?.detail).toBe("concurrency ×3");
  });

  test("is not for viewers, and says how far it may go", async () => {
    const id = await started("shared");
    await expect(scale(id, { factor: 2 }, callerAs("viewer"))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await scale(id, { factor: 900 });
    await expect(scale(id, { factor: 2 })).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: expect.stringContaining("more than 1,000"),
    });
  });

  test.each([
    {},
    { factor: 0 },
    { factor: -1 },
    { factor: 2, allowances: [] },
    { factor: 2, allowances: ["x"] },
  ])("that says nothing sensible is refused: %j", (given) => {
    expect(scaleInput.safeParse({ id: "x", ...given }).success).toBe(false);
  });

  test("a start tightens allowances, and one that cannot be worked out is refused with its place", async () => {
    const start = (allowances: object) =>
      startRun(services, owner, startInput.parse({ slug: "shared", input: {}, limits: { allowances } }));
    await expect(start({ tokens: "= deep / 2" })).rejects.toMatchObject({
      code: "VALIDATION",
      details: [{ path: "/limits/allowances/tokens" }],
    });
    const { id } = await start({ concurrency: "= 0.125" });
    await untilRun(services, id, ({ status }) => status === "waiting");
    expect((await runLevels(services, owner, { id })).levels[0]?.allowance?.places).toBe(1);
  });
});

describe("levels of a tree", () => {
  test("say for each depth what was done there, and for the tree what is spent of what", async () => {
    const id = await started("tight");
    await parked(id);
    await topUp(id, { agents: 1 });
    await untilEnded(services, id);
    const { levels, ledger } = await runLevels(services, callerAs("viewer"), { id });
    expect(levels.map(({ depth, runs, attempts }) => [depth, runs, attempts])).toEqual([
      [0, 1, 2],
      [1, 1, 1],
    ]);
    expect(ledger.find(({ dimension }) => dimension === "agents")).toMatchObject({ spent: 3, limit: 3 });
    expect(ledger.map(({ dimension }) => dimension)).toContain("activeMs");
    const below = await runLevels(services, operator, { id: `${id}.1` });
    expect(below.treeId).toBe(id);
  });

  test("of a run that never was are not found", async () => {
    const id = "00000000-0000-7000-8000-00000000dead";
    await expect(runLevels(services, operator, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
