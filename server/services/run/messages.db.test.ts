import { afterAll, beforeAll, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import type { Services } from "../context.ts";
import { startInput } from "../inputs.ts";
import { callerAs, openServices, untilEnded } from "../testing/services.ts";
import { createWorkflow } from "../workflow/create.ts";
import { runMessages } from "./messages.ts";
import { startRun } from "./start.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
const viewer = callerAs("viewer");
let services: Services;

const graph = {
  schemaVersion: 1,
  slug: "asks",
  name: "Asks",
  nodes: {
    plain: { kind: "task", task: "plain" },
    ask: {
      kind: "agent",
      agent: "writer",
      system: "Be brief.",
      prompt: "Say {{ input.what }}",
      retry: { maxAttempts: 2, initialMs: 1, capMs: 1 },
    },
  },
  edges: [{ source: "plain", target: "ask" }],
};

const many = {
  schemaVersion: 1,
  slug: "asks-many",
  name: "Asks many",
  nodes: { all: { kind: "map", over: "= input.list", maxConcurrent: 20, body: graph.nodes.ask } },
  edges: [],
};

beforeAll(async () => {
  services = await openServices(db, {
    plain: { run: () => "not a message" },
    "banyan:agent/writer": {
      run: (_, { attempt }) => {
        if (attempt === 1) throw new Error("lost the thread");
        return "Done.";
      },
    },
  });
  for (const each of [graph, many]) await createWorkflow(services, owner, { graph: each });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

test("the conversations of a run with agents are told attempt by attempt, and nothing of tasks", async () => {
  const { id } = await startRun(
    services,
    owner,
    startInput.parse({ slug: "asks", input: { what: "hello" } }),
  );
  await untilEnded(services, id);
  const { conversations, cut } = await runMessages(services, viewer, { id });
  expect(cut).toBe(false);
  expect(conversations).toMatchObject([
    { nodeId: "ask", item: null, attempt: 1, agent: "writer", answer: null },
    { nodeId: "ask", attempt: 2, answer: "Done.", failure: null },
  ]);
  expect(conversations[0]?.failure).toContain("lost the thread");
  expect(JSON.stringify(conversations[1]?.prompt)).toContain("hello");
  expect(JSON.stringify(conversations[1]?.instructions)).toContain("Be brief.");
});

test("of more conversations than anybody reads the first are told, to their ends", async () => {
  const input = { what: "hello", list: Array.from({ length: 60 }, (_, index) => index) };
  const { id } = await startRun(services, owner, startInput.parse({ slug: "asks-many", input }));
  await untilEnded(services, id);
  const { conversations, cut } = await runMessages(services, viewer, { id });
  expect(cut).toBe(true);
  expect(conversations).toHaveLength(50);
  for (const { prompt, answeredAt } of conversations) {
    expect(JSON.stringify(prompt)).toContain("hello");
    expect(answeredAt).not.toBeNull();
  }
});
