import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { holdBreaker } from "../breaker/hold.ts";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { agentInput } from "../inputs-agents.ts";
import { startRun } from "../run/start.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { createAgent } from "./create.ts";
import { agentHealth } from "./health.ts";

const { db } = await cloneDatabase();
let services: Services;
let tries = 0;
const owner = callerAs("owner");
const viewer = callerAs("viewer");

beforeAll(async () => {
  const answer = () => {
    tries += 1;
    if (tries === 1) throw new Error("busy");
    return "an answer";
  };
  services = await openServices(db, { "banyan:agent/writer": { run: answer } });
  for (const id of ["writer", "reader"])
    await createAgent(
      services,
      owner,
      agentInput.parse({ kind: "function", id, name: id, capabilities: [id], task: "none" }),
    );
  const retry = { maxAttempts: 3, initialMs: 1, capMs: 1 };
  const workflow = (slug: string, name: string, nodes: object) => ({
    schemaVersion: 1,
    slug,
    name,
    nodes,
    edges: [],
  });
  const write = { kind: "agent", agent: "writer", prompt: "hello", retry };
  const read = { kind: "agent", capabilities: ["reader"], prompt: "hello" };
  const inner = { kind: "subworkflow", graph: workflow("inner", "Inner", { read }) };
  for (const graph of [workflow("letters", "Letters", { write }), workflow("books", "Books", { inner })])
    await createWorkflow(services, owner, { graph });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

const of = async (id: string) => {
  // As another process sees it, which has not looked yet.
  const health = await agentHealth({ ...services, db: { sql: db.sql } }, viewer);
  const agent = health.agents.find((each) => each.id === id);
  if (!agent) throw new Error(`${id} is not listed`);
  return { ...health, agent };
};

test("an agent that was never asked has a closed breaker, and the nodes that would ask it", async () => {
  const { agent, recentTrees, cut } = await of("writer");
  expect([recentTrees, cut, agent.recent.calls, agent.breaker.state]).toEqual([0, false, 0, "closed"]);
  expect(agent.uses).toEqual([{ workflow: "letters", name: "Letters", node: "write", by: "id" }]);
  expect((await of("reader")).agent.uses).toEqual([
    { workflow: "books", name: "Books", node: "read", by: "capabilities" },
  ]);
});

test("its calls are counted where they were made, failed ones too", async () => {
  const { id } = await startRun(services, owner, startInput.parse({ slug: "letters" }));
  expect((await untilEnded(services, id)).status).toBe("succeeded");
  const { agent, recentTrees } = await of("writer");
  expect(recentTrees).toBe(1);
  expect(agent.recent).toMatchObject({ calls: 2, failed: 1, lastAt: expect.any(String) });
  expect(agent.recent.p95Ms).toBeGreaterThanOrEqual(agent.recent.p50Ms ?? Number.POSITIVE_INFINITY);
  expect((await of("reader")).agent.recent.calls).toBe(0);
});

test("what a person says of its breaker stands beside what the figures say", async () => {
  await holdBreaker(services, owner, { id: "agent:writer", state: "open", reason: "a drill" });
  expect((await of("writer")).agent.breaker).toMatchObject({
    state: "open",
    computed: "closed",
    forced: { by: "owner", reason: "a drill" },
  });
});
