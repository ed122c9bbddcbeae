import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { runEventsInput, startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runContext } from "./context.ts";
import { contextValue } from "./context-value.ts";
import { contextWhatIf } from "./context-what-if.ts";
import { runEvents } from "./events.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;
let treeId: string;
const SAID = "The tide grows and falls.";
const notes = "The tide of the harbour grows and falls again. ".repeat(60);

beforeAll(async () => {
  services = await openServices(db, { "banyan:agent/writer": { run: () => SAID } });
  const graph = {
    schemaVersion: 1,
    slug: "briefed",
    name: "Briefed",
    context: {
      values: { notes: "= input.notes", token: { value: "s3cret-of-the-harbour", labels: ["secret"] } },
    },
    nodes: {
      plan: { kind: "transform", output: "measure", contextUpdates: { plan: "= nodes.plan.output" } },
      call: {
        kind: "subworkflow",
        graph: {
          schemaVersion: 1,
          slug: "child",
          name: "Child",
          nodes: {
            done: {
              kind: "transform",
              output: "= context.plan",
              contextUpdates: { result: "= nodes.done.output" },
            },
          },
          edges: [],
        },
        context: {
          strategy: "compressed",
          rules: [{ name: "nobody's business", actions: { do: "mask", keys: ["identity"] } }],
        },
      },
    },
    edges: [{ source: "plan", target: "call" }],
  };
  await createWorkflow(services, owner, { graph });
  const request = startInput.parse({ slug: "briefed", input: { notes }, context: { region: "north" } });
  treeId = (await startRun(services, owner, request)).treeId;
  expect((await untilEnded(services, treeId)).status).toBe("succeeded");
});
afterAll(() => services.host.stop({ timeoutMs: 1_000 }));

test("a run's context says what was inherited, compressed, redacted and dropped, by whom, and what the run wrote", async () => {
  const view = await runContext(services, callerAs("viewer"), { id: `${treeId}.1` });
  expect(view).toMatchObject({
    parentId: treeId,
    receipt: { strategy: "compressed", applied: "compressed" },
  });
  const changes = Object.fromEntries(
    view.receipt?.diff.map(({ key, change, by }) => [key, `${change} ${by}`]) ?? [],
  );
  expect(changes).toMatchObject({
    notes: "compressed compressed",
    identity: "redacted nobody's business",
    token: "dropped label secret",
    plan: "inherited compressed",
    region: "inherited compressed",
    constraints: "inherited constraints",
  });
  const entries = new Map(view.entries.map((entry) => [entry.key, entry]));
  expect(entries.get("result")).toMatchObject({
    own: true,
    hop: 0,
    value: "measure",
    origin: { nodeId: "done" },
  });
  expect(entries.get("plan")).toMatchObject({
    own: false,
    hop: 1,
    origin: { runId: treeId, nodeId: "plan" },
  });
  const sum = (side: "before" | "after") =>
    view.receipt?.diff.reduce((bytes, line) => bytes + (line[side]?.bytes ?? 0), 0);
  expect(sum("before")).toBe(view.receipt?.before.bytes);
  expect(sum("after")).toBe(view.receipt?.after.bytes);
});

test("no face shows the value of a secret", async () => {
  const root = await runContext(services, owner, { id: treeId });
  expect(root.entries.find(({ key }) => key === "token")).toMatchObject({
    hidden: true,
    value: null,
    hash: "",
  });
  const events = await runEvents(services, owner, runEventsInput.parse({ id: treeId, limit: 200 }));
  expect(JSON.stringify(events.data.filter(({ type }) => type !== "GraphBound"))).not.toContain("s3cret");
});

test("another strategy is tried on the recorded hand-off without changing anything", async () => {
  const id = `${treeId}.1`;
  const few = { strategy: { type: "selective", include: ["plan"] } };
  const { receipt } = await contextWhatIf(services, callerAs("viewer"), { id, context: few });
  expect(receipt.after.keys).toBe(2);
  expect(receipt.diff.find(({ key }) => key === "notes")).toMatchObject({ change: "dropped", after: null });
  const before = await runContext(services, owner, { id });
  const again = await contextWhatIf(services, owner, {
    id,
    context: {
      strategy: "compressed",
      rules: [{ name: "nobody's business", actions: { do: "mask", keys: ["identity"] } }],
    },
  });
  expect(again.receipt).toEqual(before.receipt);
  await expect(
    contextWhatIf(services, owner, { id, context: { strategy: "selectiv" } }),
  ).rejects.toMatchObject({
    code: "VALIDATION",
  });
  await expect(contextWhatIf(services, owner, { id: treeId, context: "full" })).rejects.toMatchObject({
    code: "CONFLICT",
  });
});

test("a receipt says which agent wrote a summary; trying the hand-off again asks nobody and says so", async () => {
  const below = {
    schemaVersion: 1,
    slug: "below",
    name: "Below",
    nodes: { end: { kind: "end", output: "= context.notes" } },
    edges: [],
  };
  const graph = {
    schemaVersion: 1,
    slug: "retold",
    name: "Retold",
    context: { strategy: "compressed", summaries: { agent: "writer" }, values: { notes: "= input.notes" } },
    nodes: { call: { kind: "subworkflow", graph: below } },
    edges: [],
  };
  await createWorkflow(services, owner, { graph });
  const started = await startRun(services, owner, startInput.parse({ slug: "retold", input: { notes } }));
  expect((await untilEnded(services, started.treeId)).output).toBe(SAID);
  const id = `${started.treeId}.1`;
  const { receipt } = await runContext(services, callerAs("viewer"), { id });
  expect(receipt?.summaries).toEqual([
    { key: "notes", agent: "writer", why: null, known: false, usage: null },
  ]);
  const tried = await contextWhatIf(services, owner, { id, context: "compressed" });
  expect(tried.receipt.summaries).toEqual([
    { key: "notes", agent: null, why: "agents are not asked here", known: false, usage: null },
  ]);
});

test("the whole value of an entry comes when it is asked for, but no secret does", async () => {
  const ask = (key: string) => contextValue(services, callerAs("viewer"), { id: treeId, key });
  expect(await ask("notes")).toBe(notes);
  expect(await ask("plan")).toBe("measure");
  await expect(ask("token")).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(ask("nothing")).rejects.toMatchObject({ code: "NOT_FOUND" });
});
