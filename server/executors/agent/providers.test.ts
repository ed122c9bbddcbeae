import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { parseAllowlist } from "#server/egress/allowlist";
import { createEgress } from "#server/egress/egress";
import type { Json } from "#server/engine/values/json";
import { createRedactor } from "#server/secrets/redactor";
import { callables } from "../task/callables.ts";
import { defineTask } from "../task/define-task.ts";
import { createTaskExecutor } from "../task/task-executor.ts";
import type { Agent } from "./agent.ts";
import { createAgentExecutor } from "./agent-executor.ts";
import {
  type Answer,
  type Asked,
  type ModelServer,
  messages,
  openModelServer,
  refuses,
  responds,
} from "./testing/model-server.ts";

/** The real clients of the providers, against servers that speak their protocols. */
const KEY = "canary-key-of-the-provider";
const SCHEMA = {
  type: "object",
  required: ["sum"],
  additionalProperties: false,
  properties: { sum: { type: "integer" } },
};
type Said = Parameters<typeof responds>[0];
const PROVIDERS: readonly {
  readonly provider: "openai" | "anthropic";
  readonly env: "OPENAI_API_KEY" | "ANTHROPIC_API_KEY";
  readonly says: (said: Said) => Answer;
  readonly path: string;
  readonly keyIn: (asked: Asked | undefined) => unknown;
}[] = [
  {
    provider: "openai",
    env: "OPENAI_API_KEY",
    says: responds,
    path: "/v1/responses",
    keyIn: (asked) => asked?.headers.authorization?.replace("Bearer ", ""),
  },
  {
    provider: "anthropic",
    env: "ANTHROPIC_API_KEY",
    says: messages,
    path: "/v1/messages",
    keyIn: (asked) => asked?.headers["x-api-key"],
  },
];

const add = defineTask({
  name: "math/add",
  input: z.strictObject({ a: z.number(), b: z.number() }),
  run: ({ a, b }) => ({ sum: a + b }),
});
let server: ModelServer;
beforeAll(async () => {
  server = await openModelServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
});

describe.each(PROVIDERS)("an agent of $provider", ({ provider, env, says, path, keyIn }) => {
  function ask(settings: Record<string, Json> = {}) {
    const redactor = createRedactor();
    redactor.learn(env, KEY);
    const tasks = createTaskExecutor([add]);
    const agent: Agent = {
      id: "it",
      kind: "llm",
      name: "It",
      capabilities: [],
      provider,
      model: "m",
      prices: { input: 1, cachedInput: 0.1, output: 10 },
      concurrency: 1,
      enabled: true,
      url: `http://127.0.0.1:${server.port}/v1`,
      secret: null,
    };
    const executor = createAgentExecutor({
      egress: createEgress({
        allow: parseAllowlist(`127.0.0.1:${server.port}`).allow,
        reveal: async (name) =>
          name === env ? { value: KEY, hosts: [`127.0.0.1:${server.port}`], kinds: ["agent"] } : null,
      }),
      providers: { openaiKey: KEY, anthropicKey: KEY },
      agents: { find: () => agent, all: () => [agent] },
      find: callables(tasks, () => add),
      redact: redactor.text,
    });
    return executor.run(
      "banyan:agent/it",
      { ...settings, values: { prompt: ["Add two and three"] } },
      {
        signal: new AbortController().signal,
        deadline: null,
        idempotencyKey: "tree:root:a:-:1",
        runId: "r",
        nodeId: "a",
        depth: 0,
        attempt: 1,
        delivery: 1,
        log: () => undefined,
        stream: () => undefined,
      },
    );
  }

  it("answers with text; the key of the environment is put in on the way out, tokens are counted and priced", async () => {
    server.script = [says({ text: "five" })];
    expect(await ask()).toEqual({
      ok: true,
      output: "five",
      usage: { calls: 1, inputTokens: 100, cachedInputTokens: 40, outputTokens: 20, costUsd: 0.000264 },
    });
    expect(server.asked[0]?.path).toBe(path);
    expect(keyIn(server.asked[0])).toBe(KEY);
    expect(server.asked[0]?.body).toMatchObject({ model: "m" });
  });

  it("calls a task as a tool and answers in the shape that was asked for", async () => {
    server.script = [
      says({ toolCalls: [{ name: "math_add", args: { a: 2, b: 3 } }] }),
      says({ text: '{"sum": 5}' }),
    ];
    const result = await ask({ output: SCHEMA, tools: ["math/add"] });
    expect(result).toMatchObject({ ok: true, output: { sum: 5 }, usage: { calls: 2, inputTokens: 200 } });
    expect(JSON.stringify(server.asked[1]?.body)).toContain('\\"sum\\":5');
  });

  it("says that it is asked too often, and when to come back; a refused key is for good and not repeated", async () => {
    server.script = [
      refuses(429, { error: { type: "rate_limit", message: "slow down" } }, { "retry-after": "7" }),
    ];
    expect(await ask()).toMatchObject({ ok: false, failure: { retryable: true }, retryAfterMs: 7_000 });
    server.script = [refuses(401, { error: { type: "authentication_error", message: `bad key ${KEY}` } })];
    const refused = await ask();
    expect(refused).toMatchObject({ ok: false, failure: { retryable: false } });
    expect(JSON.stringify(refused)).not.toContain(KEY);
  });
});
