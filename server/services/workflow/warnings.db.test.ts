import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cloneDatabase } from "#db/testing/template-database";
import { examples, exampleTasks } from "#examples/index";
import { createTaskExecutor } from "#server/executors/task/task-executor";
import { createAgent } from "../agent/create.ts";
import { holdBreaker } from "../breaker/hold.ts";
import { resetBreaker } from "../breaker/reset.ts";
import type { Services } from "../context.ts";
import { agentInput, secretInput } from "../inputs-agents.ts";
import { createSecret } from "../secret/create.ts";
import { readCeilings, setCeilings } from "../settings/ceilings.ts";
import { callerAs, GROW, openServices } from "../testing/services.ts";
import { createWorkflow } from "./create.ts";
import { getWorkflow } from "./get.ts";
import { saveDraft } from "./save-draft.ts";
import { validateWorkflow } from "./validate.ts";

const { db } = await cloneDatabase();
const owner = callerAs("owner");
let services: Services;

beforeAll(async () => {
  const open = await openServices(db, {
    visit: { run: () => null },
    echo: { pure: true, run: (input) => input },
  });
  services = {
    ...open,
    inheritance: (name) => (name === "narrow" ? async () => ({}) : undefined),
    recovery: (name) => (name === "careful" ? async () => ({ do: "next" }) : undefined),
  };
  const agent = (id: string, more: object) =>
    createAgent(
      services,
      owner,
      agentInput.parse({ id, name: id, kind: "llm", provider: "demo", model: "demo", ...more }),
    );
  await agent("writer", { capabilities: ["write", "translate"] });
  await agent("reader", { capabilities: ["read"] });
  await agent("asleep", { capabilities: ["sleep"], enabled: false });
  const value = "a value that is long enough";
  await createSecret(
    services,
    owner,
    secretInput.parse({ name: "forge", value, hosts: ["*.forge.example", "localhost:8080"] }),
  );
  await createSecret(
    services,
    owner,
    secretInput.parse({
      name: "model",
      value: `${value} too`,
      hosts: ["api.model.example"],
      kinds: ["agent"],
    }),
  );
  await createWorkflow(services, owner, { graph: GROW });
});
afterAll(() => services.host.stop({ timeoutMs: 2_000 }));

type Nodes = Readonly<Record<string, object>>;
const graphOf = (nodes: Nodes, more: object = {}) => ({
  schemaVersion: 1,
  slug: "sample",
  name: "Sample",
  nodes,
  edges: [],
  ...more,
});

async function told(nodes: Nodes, more: object = {}, caller = owner): Promise<string[]> {
  const { valid, problems } = await validateWorkflow(services, caller, { graph: graphOf(nodes, more) });
  expect(problems.filter(({ level }) => level === "error")).toEqual([]);
  expect(valid).toBe(true);
  return problems.map(({ code, path }) => `${code} ${path}`);
}

const asking = (who: object) => ({ kind: "agent", prompt: "Say something", ...who });
const sending = (url: string, name: string) => ({
  kind: "http",
  url,
  headers: { authorization: { $secret: name, prefix: "Bearer " } },
});

describe("a check warns of agents", () => {
  test("that are not registered or disabled, wherever they are named", async () => {
    const nodes = {
      a: asking({ agent: "writer" }),
      b: asking({ agent: "writter" }),
      c: asking({ agent: "asleep" }),
      d: { kind: "map", over: "= [1]", body: asking({ agent: "nobody" }) },
      e: asking({ agent: "writer", recovery: [{ do: "fallback", agent: "nobody" }] }),
      f: {
        kind: "subworkflow",
        graph: { schemaVersion: 1, slug: "inner", name: "Inner", nodes: { g: asking({ agent: "nobody" }) } },
      },
    };
    expect(await told(nodes)).toEqual([
      "A003 /nodes/b/agent",
      "A003 /nodes/c/agent",
      "A003 /nodes/d/body/agent",
      "A003 /nodes/f/graph/nodes/g/agent",
      "A003 /nodes/e/recovery/0/agent",
    ]);
    const { problems } = await validateWorkflow(services, owner, { graph: graphOf(nodes) });
    expect(problems[0]?.message).toContain('did you mean "writer"?');
    expect(problems[1]?.message).toContain("disabled");
  });

  test("that are to summarise and are not there, on the workflow, a call, a rule and in an inline graph", async () => {
    const rule = { actions: { do: "summarise", keys: ["notes"], by: { agent: "gone" } } };
    const calling = (context: object, graph: object = graphOf({ end: { kind: "end" } })) => ({
      kind: "subworkflow",
      graph,
      context,
    });
    const inner = { ...graphOf({ end: { kind: "end" } }), context: { summaries: { agent: "gone" } } };
    const nodes = {
      fits: calling({ summaries: { agent: "writer" } }),
      a: calling({ summaries: { capabilities: ["sleep"] } }),
      b: calling({ rules: [rule] }),
      c: calling({ summaries: "extractive" }, inner),
    };
    const graph = { ...graphOf(nodes), context: { summaries: { agent: "wirter" } } };
    const { problems } = await validateWorkflow(services, owner, { graph });
    expect(
      problems.map(({ code, path }) => `${code} ${path}`).filter((each) => each.startsWith("A")),
    ).toEqual([
      "A003 /context/summaries/agent",
      "A004 /nodes/a/context/summaries/capabilities",
      "A003 /nodes/b/context/rules/0/actions/by/agent",
      "A003 /nodes/c/graph/context/summaries/agent",
    ]);
  });

  test("when no enabled one can do what is asked for", async () => {
    const nodes = {
      a: asking({ capabilities: ["write", "translate"] }),
      b: asking({ capabilities: ["wirte"] }),
      c: asking({ capabilities: ["write", "read"] }),
      d: asking({ capabilities: ["sleep"] }),
    };
    expect(await told(nodes)).toEqual([
      "A004 /nodes/b/capabilities",
      "A004 /nodes/c/capabilities",
      "A004 /nodes/d/capabilities",
    ]);
  });
});

test("a check warns of agents that a person holds, where nobody else could be asked", async () => {
  const nodes = {
    named: asking({ agent: "writer" }),
    able: asking({ capabilities: ["translate"] }),
    other: asking({ agent: "reader" }),
  };
  expect(await told(nodes)).toEqual([]);
  const id = "agent:writer";
  await holdBreaker(services, owner, { id, state: "open", reason: "it is being moved" });
  expect(await told(nodes)).toEqual(["A005 /nodes/named/agent", "A005 /nodes/able/capabilities"]);
  const { problems } = await validateWorkflow(services, owner, { graph: graphOf(nodes) });
  expect(problems[0]?.message).toContain("it is being moved");
  await resetBreaker(services, owner, { id, reason: "it has moved" });
  expect(await told(nodes)).toEqual([]);
});

test("a check warns of limits that the workspace does not allow, as far as they are stated", async () => {
  const nodes = { end: { kind: "end" } };
  const none = await readCeilings(db.sql);
  await setCeilings(services, owner, { ...none, maxDepth: 8, maxTokens: 1_000 });
  expect(await told(nodes, { limits: { maxDepth: 20, maxTokens: null, maxRuns: 9 } })).toEqual([
    "R007 /limits/maxDepth",
    "R007 /limits/maxTokens",
  ]);
  const graph = graphOf(nodes, { limits: { maxDepth: 20 } });
  const { problems } = await validateWorkflow(services, owner, { graph });
  expect(problems[0]?.limits).toEqual({ maxDepth: 8 });
  expect(await told(nodes, { limits: { maxDepth: 8 } })).toEqual([]);
  expect(await told(nodes)).toEqual([]);
  await setCeilings(services, owner, none);
});

describe("a check warns of secrets", () => {
  test("that do not exist, or are not for the kind or the host", async () => {
    const nodes = {
      fits: sending("https://api.forge.example/x/{id}", "forge"),
      port: sending("http://localhost:8080/", "forge"),
      open: sending("= 'https://' + input.host", "forge"),
      part: sending("https://{host}/x", "forge"),
      odd: sending("odd://%zz/", "forge"),
      gone: sending("https://api.forge.example/", "frge"),
      kind: sending("https://api.model.example/", "model"),
      host: sending("https://forge.example/", "forge"),
      other: sending("http://localhost:8081/", "forge"),
    };
    expect(await told(nodes)).toEqual([
      "K001 /nodes/gone/headers/authorization",
      "K002 /nodes/kind/headers/authorization",
      "K003 /nodes/host/headers/authorization",
      "K003 /nodes/other/headers/authorization",
    ]);
  });

  test("only those who may see the list of secrets: names and hosts are told by nothing else", async () => {
    const nodes = { gone: sending("https://api.forge.example/", "frge") };
    expect(await told(nodes, {}, callerAs("editor"))).toHaveLength(1);
    expect(await told(nodes, {}, callerAs("operator"))).toEqual([]);
    expect(await told(nodes, {}, callerAs("viewer"))).toEqual([]);
  });
});

describe("a check warns of functions and tasks", () => {
  test("inheritance functions and recovery strategies that are not registered", async () => {
    const custom = (name: string) => ({ strategy: { type: "custom", function: name } });
    const ladder = (strategy: string) => [{ do: "custom", strategy }];
    const nodes = {
      a: { kind: "subworkflow", workflow: "grow", input: { depth: 0 }, context: custom("narow") },
      b: { kind: "subworkflow", workflow: "grow", input: { depth: 0 }, context: custom("narrow") },
      c: { kind: "task", task: "echo", recovery: ladder("careless") },
      d: { kind: "task", task: "echo", recovery: ladder("careful") },
    };
    expect(await told(nodes, { context: custom("wide"), recovery: ladder("bold") })).toEqual([
      "C005 /context/strategy/function",
      "C005 /nodes/a/context/strategy/function",
      "L009 /recovery/0/strategy",
      "L009 /nodes/c/recovery/0/strategy",
    ]);
  });

  test("tasks that are only called when something else asks for them", async () => {
    const nodes = {
      a: asking({ agent: "writer", tools: ["echo", "ecoh"] }),
      b: {
        kind: "task",
        task: "echo",
        recovery: [{ do: "fallback", task: "gone" }],
        compensate: { task: "undo" },
      },
    };
    expect(await told(nodes)).toEqual([
      "T001 /nodes/a/tools/1",
      "T001 /nodes/b/compensate/task",
      "T001 /nodes/b/recovery/0/task",
    ]);
  });
});

describe("a check compares calls with what is published", () => {
  const calling = (input: unknown, workflow = "grow") => ({ kind: "subworkflow", workflow, input });

  test("workflows of which nothing is published, also where only a draft is", async () => {
    await saveDraft(services, owner, { graph: { ...graphOf({ a: { kind: "end" } }), slug: "drafted" } });
    const nodes = {
      a: calling({}, "nowhere"),
      b: calling({}, "drafted"),
      c: { kind: "plan", workflows: ["self", "grow", "elsewhere"], body: asking({ agent: "writer" }) },
    };
    expect(await told(nodes)).toEqual([
      "W001 /nodes/a/workflow",
      "W001 /nodes/b/workflow",
      "W001 /nodes/c/workflows/2",
    ]);
  });

  test("keys that are missing and literals that do not fit; expressions and defaults are left alone", async () => {
    const nodes = {
      fits: calling({ depth: 1 }),
      open: calling("= input"),
      none: { kind: "subworkflow", workflow: "grow" },
      part: calling({ depth: "= input.depth", name: "x" }),
      missing: calling({ name: "= input.name" }),
      type: calling({ depth: "three", name: "= input.name" }),
      high: calling({ depth: 11 }),
      extra: calling({ depth: "= 1", deph: 2 }),
      body: { kind: "map", over: "= [1]", body: calling({ width: 2 }) },
      spare: { kind: "task", task: "echo", recovery: [{ do: "fallback", workflow: "grow", input: {} }] },
    };
    expect(await told(nodes)).toEqual([
      "W002 /nodes/missing/input/depth",
      "W003 /nodes/type/input/depth",
      "W003 /nodes/high/input/depth",
      "W003 /nodes/extra/input/deph",
      "W002 /nodes/body/body/input/depth",
      "W002 /nodes/spare/recovery/0/input/depth",
    ]);
  });

  test("what an edge merges in may be what the template leaves out", async () => {
    const nodes = { first: { kind: "transform", output: 1 }, call: calling({ name: "x" }) };
    const edge = { source: "first", target: "call" };
    expect(await told(nodes, { edges: [edge] })).toEqual(["W002 /nodes/call/input/depth"]);
    expect(await told(nodes, { edges: [{ ...edge, mapping: { depth: "= 1" } }] })).toEqual([]);
  });

  test("but not what a workflow hands itself: that is its own affair, as it is in runs", async () => {
    const inputSchema = { type: "object", required: ["n"], additionalProperties: false };
    const again = (workflow: string) => ({ kind: "map", over: "= []", body: calling({ more: 1 }, workflow) });
    expect(await told({ self: again("self"), named: again("sample") }, { inputSchema })).toEqual([]);
  });
});

test("what publishing warned of is said by the answer and on the page for as long as it is so", async () => {
  const graph = { ...graphOf({ a: asking({ agent: "later" }) }), slug: "warned" };
  const { problems } = await createWorkflow(services, owner, { graph });
  expect(problems.map(({ code }) => code)).toEqual(["A003"]);
  const seen = async () => (await getWorkflow(services, owner, { slug: "warned" })).problems;
  expect(await seen()).toEqual(problems);
  await createAgent(
    services,
    owner,
    agentInput.parse({ id: "later", name: "Later", kind: "llm", provider: "demo", model: "demo" }),
  );
  expect(await seen()).toEqual([]);
});

test("the examples that come with the product warn of nothing but agents that a server brings", async () => {
  const known = { ...services, facts: createTaskExecutor(exampleTasks).facts };
  for (const { graph } of examples) {
    const { problems } = await validateWorkflow(known, owner, { graph });
    const slug = (graph as { readonly slug: string }).slug;
    expect([slug, problems.filter(({ code }) => code !== "A003" && code !== "A004")]).toEqual([slug, []]);
  }
});
