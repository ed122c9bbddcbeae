import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { parseAllowlist } from "#server/egress/allowlist";
import { createEgress } from "#server/egress/egress";
import type { Json } from "#server/engine/values/json";
import type { AttemptContext, AttemptResult, Executor } from "#server/runtime/executor";
import { createRedactor } from "#server/secrets/redactor";
import { callables } from "../task/callables.ts";
import { defineTask } from "../task/define-task.ts";
import { createTaskExecutor } from "../task/task-executor.ts";
import { type Agent, chooseAgent } from "./agent.ts";
import { createAgentExecutor } from "./agent-executor.ts";
import { type Load, Places } from "./places.ts";
import {
  type Answer,
  type ModelServer,
  openModelServer,
  refuses,
  says,
  streams,
} from "./testing/model-server.ts";

const PRICES = { input: 1, cachedInput: 0.1, output: 10 };
const KEY = "canary-key-of-the-model";
const SCHEMA = {
  type: "object",
  required: ["questions"],
  additionalProperties: false,
  properties: { questions: { type: "array", items: { type: "string" }, minItems: 1 } },
};
let server: ModelServer;
let agents: Agent[];
let executor: Executor;
const places = new Places();
const keysSeen: string[] = [];
const redactor = createRedactor();
redactor.learn("model", KEY);

const add = defineTask({
  name: "math/add",
  description: "Adds two numbers",
  input: z.strictObject({ a: z.number(), b: z.number() }),
  run: ({ a, b }, { idempotencyKey }) => {
    keysSeen.push(idempotencyKey);
    return { sum: a + b };
  },
});
const upper = defineTask({
  name: "upper",
  input: z.object({ prompt: z.string() }),
  run: ({ prompt }) => prompt.toUpperCase(),
});

beforeAll(async () => {
  server = await openModelServer();
  const address = `http://127.0.0.1:${server.port}`;
  const common = { name: "A", capabilities: [], prices: PRICES, concurrency: 2, enabled: true } as const;
  agents = [
    {
      ...common,
      id: "local",
      kind: "llm",
      provider: "openai-compatible",
      model: "m",
      url: `${address}/v1`,
      secret: "model",
    },
    {
      ...common,
      id: "closed",
      kind: "llm",
      provider: "openai-compatible",
      model: "m",
      url: "http://127.0.0.1:1/v1",
      secret: null,
    },
    { ...common, id: "demo", kind: "llm", provider: "demo", model: "demo-writer", url: null, secret: null },
    {
      ...common,
      id: "off",
      kind: "llm",
      provider: "demo",
      model: "demo-writer",
      url: null,
      secret: null,
      enabled: false,
    },
    { ...common, id: "remote", kind: "http", url: `${address}/agent`, secret: "model" },
    { ...common, id: "upper", kind: "function", task: "upper", secret: null },
  ];
  const tasks = createTaskExecutor([add, upper]);
  executor = createAgentExecutor({
    egress: createEgress({
      allow: parseAllowlist(`127.0.0.1:${server.port}`).allow,
      reveal: async (name) =>
        name === "model" ? { value: KEY, hosts: [`127.0.0.1:${server.port}`], kinds: ["agent"] } : null,
    }),
    providers: {},
    chain: ({ depth }) => ({ "Banyan-Chain": `depth-${depth}` }),
    agents: { find: (id) => agents.find((agent) => agent.id === id), all: () => agents },
    places,
    find: callables(tasks, (name) => [add, upper].find((task) => task.name === name)),
    redact: redactor.text,
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.asked.length = 0;
  keysSeen.length = 0;
});

function call(
  settings: Record<string, Json> = {},
  context: Partial<AttemptContext> = {},
  agent = "local",
): Promise<AttemptResult> {
  const { prompt = ["Say ", "hello"], system, input, ...rest } = settings;
  const values = { prompt, ...(system ? { system } : {}), ...(input === undefined ? {} : { input }) };
  return executor.run(`banyan:agent/${agent}`, { ...rest, values } as Json, {
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
    ...context,
  });
}

async function failureOf(
  settings: Record<string, Json> = {},
  context: Partial<AttemptContext> = {},
  agent = "local",
) {
  const result = await call(settings, context, agent);
  if (result.ok) throw new Error(`it succeeded: ${JSON.stringify(result.output)}`);
  return { ...result.failure, retryAfterMs: result.retryAfterMs, usage: result.usage };
}

describe("a language model behind an address", () => {
  it("answers with text; its key is put in on the way out and its tokens are priced", async () => {
    server.script = [says({ text: "hello there" })];
    const result = await call({ system: ["Be brief."], temperature: 0.5, maxOutputTokens: 50 });
    expect(result).toEqual({
      ok: true,
      output: "hello there",
      usage: { calls: 1, inputTokens: 100, cachedInputTokens: 40, outputTokens: 20, costUsd: 0.000264 },
    });
    expect(server.asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(server.asked[0]?.body).toMatchObject({
      model: "m",
      temperature: 0.5,
      max_tokens: 50,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Say hello" },
      ],
    });
  });

  it("gives JSON of the node's schema, which the provider is told, with or without a fence", async () => {
    server.script = [says({ text: '```json\n{"questions": ["a"]}\n```' })];
    expect(await call({ output: SCHEMA })).toMatchObject({ ok: true, output: { questions: ["a"] } });
    expect(server.asked[0]?.body["response_format"]).toMatchObject({
      type: "json_schema",
      json_schema: { schema: SCHEMA },
    });
  });

  it.each([
    ["not JSON", "I think the questions are a and b."],
    ["half of it", '{"questions": ["a"'],
    ["of the wrong type", '{"questions": "a"}'],
    ["with a field too many", '{"questions": ["a"], "why": "because"}'],
    ["deeper than is taken", `{"questions": ${"[".repeat(70)}${"]".repeat(70)}}`],
  ])("gets one turn to mend an answer that is %s, and both calls count", async (_, text) => {
    server.script = [says({ text }), says({ text: '{"questions": ["mended"]}' })];
    const result = await call({ output: SCHEMA });
    expect(result).toMatchObject({
      ok: true,
      output: { questions: ["mended"] },
      usage: { calls: 2, inputTokens: 200, outputTokens: 40 },
    });
    const [, , said] = server.asked[1]?.body.messages ?? [];
    expect(said).toMatchObject({ role: "user", content: expect.stringContaining("cannot be used") });
  });

  it("fails when mending did not help, with what both calls used", async () => {
    server.script = [says({ text: "no" }), says({ text: '{"questions": []}' })];
    expect(await failureOf({ output: SCHEMA })).toMatchObject({
      code: "AgentOutputInvalid",
      retryable: true,
      message: expect.stringContaining("/questions must NOT have fewer than 1 items"),
      usage: { calls: 2 },
    });
    expect(server.asked).toHaveLength(2);
  });

  it("calls tasks as tools, with a key for each call, and goes on with their answers", async () => {
    server.script = [
      says({
        toolCalls: [
          { name: "math_add", args: { a: 2, b: 3 } },
          { name: "math_add", args: { a: 1, b: 1 } },
        ],
      }),
      says({ text: "It is 5." }),
    ];
    expect(await call({ tools: ["math/add"] })).toMatchObject({
      ok: true,
      output: "It is 5.",
      usage: { calls: 2, toolCalls: 2 },
    });
    expect(server.asked[0]?.body["tools"]).toMatchObject([
      {
        function: { name: "math_add", description: "Adds two numbers", parameters: { required: ["a", "b"] } },
      },
    ]);
    expect(JSON.stringify(server.asked[1]?.body.messages)).toContain('{\\"sum\\":5}');
    expect(keysSeen.toSorted()).toEqual(["tree:root:a:-:1:tool-1", "tree:root:a:-:1:tool-2"]);
  });

  it.each([
    ["arguments that do not fit", "math_add", { a: "two" }, "refuses its input"],
    ["arguments that are not JSON", "math_add", "{not json", ""],
    ["a tool that nobody has", "drop_tables", {}, ""],
  ])("lets the model read about %s instead of running anything", async (_, name, args, said) => {
    server.script = [says({ toolCalls: [{ name, args }] }), says({ text: "Sorry." })];
    expect(await call({ tools: ["math/add"] })).toMatchObject({ ok: true, output: "Sorry." });
    expect(keysSeen).toEqual([]);
    expect(JSON.stringify(server.asked[1]?.body.messages)).toContain(said);
  });

  it("stops a model that calls tools for ever, and one that asks for too many at once", async () => {
    server.script = [says({ toolCalls: [{ name: "math_add", args: { a: 1, b: 1 } }] })];
    expect(await failureOf({ tools: ["math/add"], maxSteps: 3 })).toMatchObject({
      code: "AgentStepsExceeded",
      class: "limit",
      retryable: false,
      usage: { calls: 3 },
    });
    server.script = [
      says({ toolCalls: Array.from({ length: 1_000 }, () => ({ name: "math_add", args: { a: 1, b: 1 } })) }),
    ];
    keysSeen.length = 0;
    expect(await failureOf({ tools: ["math/add"] })).toMatchObject({ code: "AgentAnswerInvalid" });
    expect(keysSeen).toEqual([]);
  });

  it("tells a model whose calls bring nothing new, and stops it when it goes on: alone and in a pair", async () => {
    const one = { name: "math_add", args: { a: 1, b: 1 } };
    server.script = [says({ toolCalls: [one] })];
    expect(await failureOf({ tools: ["math/add"], maxSteps: 20 })).toMatchObject({
      code: "RecursionStalled",
      class: "cycle",
      retryable: false,
      usage: { calls: 7, toolCalls: 7 },
      details: { calls: 6 },
    });
    const told = server.asked.map(({ body }) =>
      JSON.stringify(body.messages).includes("brought nothing new"),
    );
    expect(told.slice(-7)).toEqual([false, false, false, false, true, true, true]);
    const other = { name: "math_add", args: { a: 2, b: 2 } };
    server.script = [one, other, one, other, one, other, one, other, one].map((each) =>
      says({ toolCalls: [each] }),
    );
    expect(await failureOf({ tools: ["math/add"], maxSteps: 20 })).toMatchObject({
      code: "RecursionStalled",
      usage: { toolCalls: 8 },
    });
  });

  it("lets a model go on that finds something new, and one that heeds what it is told", async () => {
    const adds = (a: number) => says({ toolCalls: [{ name: "math_add", args: { a, b: 1 } }] });
    server.script = [...[1, 1, 1, 2, 2, 2, 3, 3, 3, 3].map(adds), says({ text: "Done." })];
    expect(await call({ tools: ["math/add"], maxSteps: 20 })).toMatchObject({ ok: true, output: "Done." });
  });

  it("reads an answer as it is written, and counts what the stream says it used", async () => {
    server.script = [streams(["hel", "lo ", "there"])];
    const told: string[] = [];
    expect(await call({ stream: true }, { stream: (text) => told.push(text) })).toMatchObject({
      ok: true,
      output: "hello there",
      usage: { calls: 1, inputTokens: 100, cachedInputTokens: 40, outputTokens: 20 },
    });
    expect(told).toEqual(["hel", "lo ", "there"]);
    expect(server.asked[0]?.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
    server.script = [streams(["no"]), streams(['{"questions"', ': ["s"]}'])];
    expect(await call({ stream: true, output: SCHEMA })).toMatchObject({
      ok: true,
      output: { questions: ["s"] },
      usage: { calls: 2 },
    });
  });

  it.each([
    [
      "429 with a wait",
      refuses(429, { error: { message: "slow down" } }, { "retry-after": "7" }),
      { code: "ModelUnavailable", retryable: true, retryAfterMs: 7_000, details: { status: 429 } },
    ],
    ["500", refuses(500, "oops"), { code: "ModelUnavailable", retryable: true }],
    [
      "400",
      refuses(400, { error: { message: "bad model" } }),
      { code: "ModelRefused", retryable: false, message: expect.stringContaining("bad model") },
    ],
    ["an answer that is no JSON", refuses(200, "<html>"), { code: "AgentAnswerInvalid", retryable: true }],
    ["half an answer", refuses(200, '{"choices": [{"mess'), { code: "AgentAnswerInvalid", retryable: true }],
    [
      "an answer without choices",
      refuses(200, { choices: [] }),
      { code: "AgentAnswerInvalid", retryable: true },
    ],
    ["nothing", says({ text: "" }), { code: "AgentAnswerInvalid", retryable: true, usage: { calls: 1 } }],
    [
      "an answer that was cut",
      says({ text: "half a", finish: "length" }),
      { code: "AgentAnswerCut", class: "limit", retryable: false },
    ],
    [
      "a filtered answer",
      says({ text: "", finish: "content_filter" }),
      { code: "ModelRefused", retryable: false },
    ],
  ])("says what to make of %s, without trying again by itself", async (_, answer, failure) => {
    server.script = [answer];
    expect(await failureOf({})).toMatchObject(failure);
    expect(server.asked).toHaveLength(1);
  });

  it("says the same of a refusal and of a break while it reads along", async () => {
    server.script = [refuses(429, { error: { message: "slow down" } }, { "retry-after": "7" })];
    const failure = { code: "ModelUnavailable", retryAfterMs: 7_000 };
    expect(await failureOf({ stream: true })).toMatchObject(failure);
    server.script = [
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write('data: {"id":"x","choices":[{"index":0,"delta":{"content":"half"}}]}\n\n');
        setTimeout(() => response.destroy(), 20);
      },
    ];
    expect(await failureOf({ stream: true })).toMatchObject({ retryable: true, usage: { calls: 1 } });
  });

  it("does not repeat the key that a refusal echoes, in whatever form", async () => {
    for (const echo of [
      `Incorrect API key: ${KEY}`,
      Buffer.from(`Bearer ${KEY}`).toString("base64"),
      JSON.stringify({ headers: { Authorization: `Bearer ${KEY}` } }),
    ]) {
      server.script = [refuses(401, { error: { message: `${"x".repeat(270)} ${echo}` } })];
      const { message } = await failureOf({});
      expect(message).not.toContain(KEY.slice(0, 8));
      expect(message).not.toContain(Buffer.from(KEY).toString("base64").slice(2, 14));
    }
  });

  it("stops when its time is over or nobody waits any more", async () => {
    server.script = [() => undefined];
    expect(await failureOf({}, { deadline: Date.now() + 150 })).toMatchObject({
      code: "RequestTimedOut",
      retryable: true,
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("cancelled")), 50);
    expect(await failureOf({}, { signal: stop.signal })).toMatchObject({ code: "TaskFailed" });
    const halfway = new AbortController();
    server.script = [
      (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).write(": hi\n\n"),
    ];
    setTimeout(() => halfway.abort(new Error("cancelled")), 100);
    expect(await failureOf({ stream: true }, { signal: halfway.signal })).toMatchObject({
      code: "TaskFailed",
    });
  });

  it("reserves before a call: what does not fit into the budget is not asked", async () => {
    server.script = [says({ text: "no", usage: { prompt_tokens: 60, completion_tokens: 30 } })];
    expect(await failureOf({ maxTokens: 20, prompt: ["x".repeat(400)] })).toMatchObject({
      code: "BudgetExceeded",
      class: "limit",
      retryable: false,
    });
    expect(server.asked).toHaveLength(0);
    // The first call fits and is settled with 90; the turn to mend does not fit any more.
    expect(await failureOf({ maxTokens: 150, output: SCHEMA })).toMatchObject({
      code: "BudgetExceeded",
      details: { limit: "maxTokens", max: 150, used: 90 },
      usage: { calls: 1, inputTokens: 60, outputTokens: 30 },
    });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.body["max_tokens"]).toBeLessThan(150);
  });

  it.each([
    ["nothing", undefined],
    ["less than nothing", { prompt_tokens: -5, completion_tokens: -1 }],
    ["more than there can be", { prompt_tokens: 1e15, completion_tokens: 1e15 }],
  ])("estimates what was used when the provider says that it was %s", async (_, usage) => {
    server.script = [says({ text: "twelve chars", ...(usage ? { usage } : { usage: null }) })];
    const { usage: counted } = await call({});
    expect(counted).toMatchObject({ calls: 1 });
    expect(counted?.inputTokens).toBeGreaterThan(5);
    expect(counted?.inputTokens).toBeLessThan(100);
    expect(counted?.outputTokens).toBeLessThan(100);
  });

  it("goes nowhere that is not allowed", async () => {
    expect(await failureOf({}, {}, "closed")).toMatchObject({ code: "EgressRefused", retryable: false });
  });

  it("lets no more callers in than the agent has places", async () => {
    let open = 0;
    let most = 0;
    const loads: Load[] = [];
    server.script = [
      (response, asked) => {
        loads.push(places.load("local"));
        most = Math.max(most, ++open);
        setTimeout(() => {
          open -= 1;
          says({ text: "ok" })(response, asked);
        }, 30);
      },
    ];
    expect((await Promise.all(Array.from({ length: 6 }, () => call({})))).every(({ ok }) => ok)).toBe(true);
    expect(most).toBe(2);
    expect(loads[1]).toEqual({ working: 2, waiting: 4 });
    expect(places.load("local")).toEqual({ working: 0, waiting: 0 });
  });
});

describe("other agents", () => {
  it("behind an address get the question with the key and answer with an output", async () => {
    server.script = [
      refuses(200, { output: { questions: ["x"] }, usage: { inputTokens: 7, outputTokens: 3 } }),
    ];
    expect(await call({ output: SCHEMA, input: { n: 1 } }, {}, "remote")).toMatchObject({
      ok: true,
      output: { questions: ["x"] },
      usage: { inputTokens: 7, outputTokens: 3 },
    });
    expect(server.asked[0]).toMatchObject({
      body: { prompt: "Say hello", input: { n: 1 } },
      headers: {
        authorization: `Bearer ${KEY}`,
        "idempotency-key": "tree:root:a:-:1",
        "banyan-chain": expect.stringMatching(/^depth-\d+$/),
      },
    });
    server.script = [refuses(503, "later", { "retry-after": "2" })];
    expect(await failureOf({}, {}, "remote")).toMatchObject({
      code: "ModelUnavailable",
      retryAfterMs: 2_000,
    });
    server.script = [refuses(200, { answer: 1 })];
    expect(await failureOf({}, {}, "remote")).toMatchObject({ code: "AgentAnswerInvalid" });
  });

  it("behind an address may tell what they write in lines before their answer", async () => {
    const told: string[] = [];
    const lines =
      (all: readonly unknown[], end: (response: ServerResponse) => void): Answer =>
      (response) => {
        response.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8" });
        for (const each of all) response.write(`${JSON.stringify(each)}\n`);
        setTimeout(() => end(response), 20);
      };
    const all = [{ text: "I read " }, { text: "it." }, { output: { questions: ["x"] } }];
    server.script = [lines(all, (response) => response.end())];
    const listening = { stream: (text: string) => told.push(text) };
    expect(await call({ output: SCHEMA }, listening, "remote")).toMatchObject({
      ok: true,
      output: { questions: ["x"] },
    });
    expect(told).toEqual(["I read ", "it."]);
    const events: Answer = (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(
        `: hello\n\nevent: word\ndata: {"text":"In "}\n\nid: 7\ndata:{"text":"events"}\n\ndata: {"output":{"questions":["y"]}}\n\n`,
      );
    };
    told.length = 0;
    server.script = [events];
    expect(await call({ output: SCHEMA }, listening, "remote")).toMatchObject({
      output: { questions: ["y"] },
    });
    expect(told).toEqual(["In ", "events"]);
    server.script = [lines([{ text: "I read" }], (response) => response.end())];
    expect(await failureOf({}, {}, "remote")).toMatchObject({ code: "AgentAnswerInvalid" });
    server.script = [lines([{ text: "I read" }], (response) => response.destroy())];
    const cut = await failureOf({}, {}, "remote");
    expect(cut).toMatchObject({ retryable: true, message: expect.stringContaining("cut off") });
  });

  it("that are tasks get the prompt, and their output is checked as well", async () => {
    expect(await call({}, {}, "upper")).toEqual({ ok: true, output: "SAY HELLO" });
    expect(await failureOf({ output: SCHEMA }, {}, "upper")).toMatchObject({ code: "AgentOutputInvalid" });
  });

  it("are unknown when they are disabled or not there", async () => {
    for (const agent of ["off", "nobody"]) {
      expect(executor.facts(`banyan:agent/${agent}`)).toBeUndefined();
      expect(await failureOf({}, {}, agent)).toMatchObject({ code: "AgentUnknown", retryable: false });
    }
    expect(executor.facts("banyan:agent/local")).toMatchObject({
      pure: false,
      version: "openai-compatible:m",
    });
  });
});

describe("the demo model", () => {
  const passages = JSON.stringify([
    {
      id: 1,
      title: "A",
      text: "Leases expire. A lease protects a tree from two owners. Bananas are yellow.",
    },
    { id: 2, title: "B", text: "Trees grow. Owners hold one lease each." },
  ]);

  it("answers from the passages alone, cites them, and says the same each time", async () => {
    const settings = { prompt: [`Question: What does a lease protect?\nPassages: ${passages}`] };
    const first = await call(settings, {}, "demo");
    expect(first).toMatchObject({
      ok: true,
      output: expect.stringMatching(/lease protects a tree.*\[1\].*\[2\]/),
    });
    expect(await call(settings, {}, "demo")).toEqual(first);
    expect(await call({ ...settings, stream: true }, {}, "demo")).toMatchObject({
      output: first.ok ? first.output : "",
    });
    expect(first.usage?.inputTokens).toBeGreaterThan(30);
    expect(first.usage?.costUsd).toBeGreaterThan(0);
  });

  it("fills a schema, mends an answer when asked to, and calls a tool", async () => {
    const prompt = ['Question: Why?\nRelated questions: ["A?", "B?", "C?"]\nAt most: 2'];
    expect(await call({ prompt, output: SCHEMA }, {}, "demo")).toMatchObject({
      output: { questions: ["A?", "B?"] },
    });
    expect(
      await call({ prompt: [`[[demo:malformed]]${prompt[0]}`], output: SCHEMA }, {}, "demo"),
    ).toMatchObject({ output: { questions: ["A?", "B?"] }, usage: { calls: 2 } });
    expect(await call({ tools: ["math/add"] }, {}, "demo")).toMatchObject({
      ok: true,
      usage: { calls: 2, toolCalls: 1 },
    });
    expect(keysSeen).toEqual(["tree:root:a:-:1:tool-1"]);
  });

  it("fails and waits when a prompt asks for it", async () => {
    expect(await failureOf({ prompt: ["[[demo:fail 429 after 3]]"] }, {}, "demo")).toMatchObject({
      code: "ModelUnavailable",
      retryAfterMs: 3_000,
    });
    expect(await failureOf({ prompt: ["[[demo:fail 400]]"] }, {}, "demo")).toMatchObject({
      code: "ModelRefused",
      retryable: false,
    });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    expect(
      await failureOf({ prompt: ["[[demo:slow 30000]]"] }, { signal: stop.signal }, "demo"),
    ).toMatchObject({ code: "TaskFailed" });
  });
});

describe("choosing an agent", () => {
  const agent = (id: string, more: object = {}): Agent =>
    ({
      id,
      name: id,
      kind: "llm",
      provider: "openai",
      model: "m",
      url: null,
      secret: null,
      capabilities: ["write"],
      prices: null,
      concurrency: 1,
      enabled: true,
      ...more,
    }) as Agent;

  it.each<[string, readonly Agent[], string | undefined]>([
    ["the one that can do it", [agent("a", { capabilities: ["plan"] }), agent("b")], "b"],
    ["a real one before a demo", [agent("a", { provider: "demo" }), agent("b")], "b"],
    ["the one made for fewest things", [agent("a", { capabilities: ["write", "plan"] }), agent("b")], "b"],
    ["the cheapest", [agent("a", { prices: PRICES }), agent("b")], "b"],
    ["the first by id", [agent("b"), agent("a")], "a"],
    ["nobody who is disabled", [agent("a", { enabled: false })], undefined],
  ])("takes %s", (_, all, id) => {
    expect(chooseAgent(all, ["write"])?.id).toBe(id);
  });
});
