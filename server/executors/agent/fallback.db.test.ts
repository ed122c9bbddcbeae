import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { parseAllowlist } from "#server/egress/allowlist";
import { createEgress } from "#server/egress/egress";
import type { Rung } from "#server/engine/recovery/schema";
import type { Event } from "#server/engine/run/events";
import type { Host } from "#server/runtime/host";
import { eventsOf, fastHost, journalOf, untilEnded } from "#server/runtime/testing/harness";
import { bound, TESTER } from "#server/runtime/testing/trees";
import { callables } from "../task/callables.ts";
import { createTaskExecutor } from "../task/task-executor.ts";
import type { Agent, LlmAgent } from "./agent.ts";
import { createAgentExecutor } from "./agent-executor.ts";
import { type ModelServer, openModelServer, refuses, says } from "./testing/model-server.ts";

const { db } = await cloneDatabase();
const hosts: Host[] = [];
let server: ModelServer;
let agents: Agent[];

const LARGE = { input: 10, cachedInput: 1, output: 100 };
const SMALL = { input: 1, cachedInput: 0.1, output: 10 };
/** 60 tokens that were not cached, 40 that were, and 20 of the answer. */
const costAt = ({ input, cachedInput, output }: typeof LARGE) =>
  (60 * input + 40 * cachedInput + 20 * output) / 1e6;

beforeAll(async () => {
  server = await openModelServer();
  const common = {
    kind: "llm",
    provider: "openai-compatible",
    url: `http://127.0.0.1:${server.port}/v1`,
    capabilities: [],
    secret: null,
    concurrency: 2,
    enabled: true,
  } satisfies Partial<LlmAgent>;
  agents = [
    { ...common, id: "large", name: "Large", model: "m-large", prices: LARGE },
    { ...common, id: "small", name: "Small", model: "m-small", prices: SMALL },
  ];
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
});
afterEach(() => Promise.all(hosts.splice(0).map((host) => host.stop({ timeoutMs: 500 }))));

async function hostOfAgents(): Promise<Host> {
  const tasks = createTaskExecutor([]);
  const executor = createAgentExecutor({
    egress: createEgress({
      allow: parseAllowlist(`127.0.0.1:${server.port}`).allow,
      reveal: async () => null,
    }),
    providers: {},
    agents: { find: (id) => agents.find((agent) => agent.id === id), all: () => agents },
    find: callables(tasks, () => undefined),
    redact: (text) => text,
  });
  const host = await fastHost({ db, executor, alone: true });
  hosts.push(host);
  return host;
}

/** One question to the large agent, with what is done when it fails. */
async function ask(recovery: Rung[]) {
  const host = await hostOfAgents();
  const graph = bound({
    slug: "ask",
    nodes: { a: { kind: "agent", agent: "large", prompt: "Say hello", recovery } },
  });
  const { treeId } = await host.start({ graph, input: null, actor: TESTER });
  const { status } = await untilEnded(db, treeId);
  const [tree] = await db.sql<{ costUsd: number; tokens: number }[]>`
    select cost_usd::float8 as "costUsd", tokens::int as tokens from trees where id = ${treeId}`;
  return { status, tree, events: eventsOf(await journalOf(db, treeId)) };
}

function ofType<T extends Event["type"]>(events: readonly Event[], type: T) {
  return events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
}

const USED = { calls: 1, inputTokens: 100, cachedInputTokens: 40, outputTokens: 20 };

describe("a model that refuses", () => {
  it.each([
    ["500", refuses(500, "oops"), 500],
    ["429", refuses(429, { error: { code: "insufficient_quota" } }), 429],
  ])(
    "with %s is replaced by another agent, which is asked the same and paid its own price",
    async (_, refusal, code) => {
      server.script = [refusal, says({ text: "hello" })];
      const { status, tree, events } = await ask([{ do: "fallback", agent: "small" }]);
      expect(status).toBe("succeeded");
      expect(server.asked.map(({ body }) => body["model"])).toEqual(["m-large", "m-small"]);
      expect(server.asked[1]?.body.messages).toEqual(server.asked[0]?.body.messages);
      expect(ofType(events, "RungTaken")).toMatchObject([
        {
          do: "fallback",
          numbers: { agent: "small" },
          failure: { code: "ModelUnavailable", details: { status: code } },
        },
      ]);
      expect(ofType(events, "AttemptStarted").map(({ task, attempt }) => [task, attempt])).toEqual([
        ["banyan:agent/large", 1],
        ["banyan:agent/small", 2],
      ]);
      const cost = costAt(SMALL);
      expect(ofType(events, "NodeCompleted")[0]).toMatchObject({
        result: { output: "hello" },
        usage: { ...USED, costUsd: cost },
      });
      expect(tree).toEqual({ tokens: 120, costUsd: cost });
    },
  );

  it("is replaced by another model of the same agent, at the price of that model", async () => {
    server.script = [refuses(500, "oops"), says({ text: "hello" })];
    const { status, tree, events } = await ask([{ do: "fallback", model: "m-small" }]);
    expect(status).toBe("succeeded");
    expect(server.asked.map(({ body }) => body["model"])).toEqual(["m-large", "m-small"]);
    expect(ofType(events, "AttemptStarted").map(({ task }) => task)).toEqual(
      Array(2).fill("banyan:agent/large"),
    );
    expect(ofType(events, "NodeCompleted")[0]?.usage?.costUsd).toBe(costAt(SMALL));
    expect(tree).toEqual({ tokens: 120, costUsd: costAt(SMALL) });
  });

  it("is replaced by a model that nobody has priced at the price of the agent", async () => {
    server.script = [refuses(500, "oops"), says({ text: "hello" })];
    const { tree } = await ask([{ do: "fallback", model: "m-unheard-of" }]);
    expect(server.asked[1]?.body["model"]).toBe("m-unheard-of");
    expect(tree?.costUsd).toBe(costAt(LARGE));
  });

  it("twice leaves the next rung, and what both refused is nobody's cost", async () => {
    server.script = [refuses(500, "oops"), refuses(429, {}), says({ text: "never" })];
    const { status, tree, events } = await ask([
      { do: "fallback", agent: "small" },
      { do: "degrade", output: "= failure.code" },
    ]);
    expect(status).toBe("succeeded");
    expect(server.asked).toHaveLength(2);
    expect(ofType(events, "RungTaken").map(({ do: rung }) => rung)).toEqual(["fallback", "degrade"]);
    expect(ofType(events, "NodeCompleted")[0]).toMatchObject({
      result: { output: "ModelUnavailable" },
      degraded: true,
    });
    expect(tree).toEqual({ tokens: 0, costUsd: 0 });
  });
});
