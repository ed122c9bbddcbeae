import { expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { ending, ofType, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { given, n8nFlow, setting } from "../testing/n8n-flow.ts";

const world = { tasks: { "banyan:http": { durationMs: [10, 10] as const } } };
const START = { type: "manualTrigger" };

function imported(value: object): Imported {
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

/** A node of its own behind the start. */
const one = (type: string, parameters: object, more: object = {}) =>
  imported(n8nFlow({ Start: START, Node: { type, parameters, ...more } }, { Start: [["Node"]] }));
const noteOf = ({ notes }: Imported, what: string) => notes.find((note) => note.what === what);

/** The request as its executor gets it. */
function sent(parameters: object, input: Json = { id: 7, name: "Ada" }): unknown {
  const { graph } = one("httpRequest", { url: "https://example.com/", method: "POST", ...parameters });
  const { journal } = run({ nodes: graph.nodes, edges: graph.edges }, { input, world });
  return ofType(journal, "AttemptStarted")[0]?.input;
}

it("a body of pairs, or of JSON as text, is sent as what it says", () => {
  const pairs = [
    { name: "id", value: "={{ $json.id }}" },
    { name: "to", value: "=Dear {{ $json.name }}{{ $json.title }}" },
  ];
  expect(sent({ bodyParameters: { parameters: pairs } })).toMatchObject({
    values: { body: { id: 7, to: "Dear Ada" } },
  });
  const json = (jsonBody: string) => sent({ sendBody: true, specifyBody: "json", jsonBody });
  expect(json('{"a": [1, "x"]}')).toMatchObject({ values: { body: { a: [1, "x"] } } });
  expect(json('={"n": {{ $json.id }}, "t": "{{ $json.id }}", "q": "a {{ $json["name"] }}!"}')).toMatchObject({
    values: { body: { n: 7, t: "7", q: "a Ada!" } },
  });
  expect(json("={{ JSON.stringify($json) }}")).toMatchObject({ values: { body: { id: 7, name: "Ada" } } });
  expect(json("no JSON")).toMatchObject({
    bodyAs: "text",
    values: { body: "no JSON", headers: { "content-type": "application/json" } },
  });
});

it("a request of the first versions, and what is given as JSON, a form or raw, is read", () => {
  const list = (name: string, value: string) => ({ parameter: [{ name, value }] });
  const old = one("httpRequest", {
    url: "https://example.com/",
    requestMethod: "PUT",
    headerParametersUi: list("x-a", "1"),
    queryParametersUi: list("q", "={{ $json.id }}"),
    bodyParametersUi: list("b", "2"),
    options: { bodyContentType: "form-urlencoded", timeout: 5_000 },
  });
  expect(old.graph.nodes["Node"]).toMatchObject({
    method: "PUT",
    headers: { "x-a": "1" },
    query: { q: "= nodes.Start.output.?id.orValue(null)" },
    body: { b: "2" },
    bodyAs: "form",
    timeoutMs: 5_000,
  });
  expect(noteOf(old, "Node")).toMatchObject({ fate: "mapped" });
  expect(
    sent({
      specifyQuery: "json",
      jsonQuery: '={"q": "{{ $json.name }}"}',
      specifyHeaders: "json",
      jsonHeaders: '{"x-b": "2"}',
      contentType: "raw",
      rawContentType: "text/csv",
      body: "=a,{{ $json.id }}",
    }),
  ).toMatchObject({
    bodyAs: "text",
    values: { query: { q: "Ada" }, headers: { "x-b": "2", "content-type": "text/csv" }, body: "a,7" },
  });
  const strange = one("httpRequest", {
    url: "https://example.com/",
    contentType: "binaryData",
    options: { proxy: "http://p", response: { response: { neverError: true } } },
  });
  expect(noteOf(strange, "Node")).toMatchObject({
    fate: "approximated",
    message: "A request. Not kept: a body that is binaryData, proxy, response.neverError.",
  });
});

it("what stands behind an answer is done behind it, not where a run starts", () => {
  const made = imported(
    n8nFlow(
      {
        Start: START,
        Answer: {
          type: "respondToWebhook",
          parameters: { respondWith: "json", responseBody: '{"ok": true}' },
        },
        After: { type: "set", parameters: setting({ id: "={{ $json.id }}" }) },
      },
      { Start: [["Answer"]], Answer: [["After"]] },
    ),
  );
  const outcome = run({ nodes: made.graph.nodes, edges: made.graph.edges }, { input: { id: 7 } });
  const done = ofType(outcome.journal, "NodeCompleted");
  expect(done.map(({ node }) => node)).toEqual(["Start", "Answer", "After"]);
  expect(output(outcome)).toEqual({ id: 7 });
  expect(made.graph.nodes["Answer"]).toMatchObject({ kind: "transform", output: { ok: true } });
  expect(noteOf(made, "Answer")).toMatchObject({
    fate: "approximated",
    message: expect.stringContaining("done behind it"),
  });
});

it.each([
  [1, {}, 3_600_000],
  [1, { amount: 2 }, 7_200_000],
  [1.1, {}, 5_000],
  [1.1, { amount: 2 }, 2_000],
  [1.1, { amount: 2, unit: "minutes" }, 120_000],
])("a wait of version %d with %j takes %d ms", (typeVersion, parameters, durationMs) => {
  expect(one("wait", parameters, { typeVersion }).graph.nodes["Node"]).toMatchObject({ durationMs });
});

it("a text is empty where what it reads is not there", () => {
  const made = one("set", setting({ text: "=Hi {{ $json.name }}, {{ $json.a.b }}!" }));
  const outcome = run({ nodes: made.graph.nodes, edges: made.graph.edges }, { input: { name: null } });
  expect(ending(outcome)).toBe("succeeded");
  expect(output(outcome)).toEqual({ text: "Hi , !" });
});

it("a condition on a field that is not there does not hold, and fails no run", () => {
  const way = (condition: readonly [string, string, string, unknown], input: Json) => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Ask: { type: "if", parameters: given([condition]) },
          Yes: setter("yes"),
          No: setter("no"),
        },
        { Start: [["Ask"]], Ask: [["Yes"], ["No"]] },
      ),
    );
    const outcome = run({ nodes: made.graph.nodes, edges: made.graph.edges }, { input });
    expect(ending(outcome)).toBe("succeeded");
    return output(outcome);
  };
  const setter = (way: string) => ({ type: "set", parameters: setting({ way }) });
  const absent = "={{ $json.a.b }}";
  for (const [type, operation, right] of [
    ["string", "equals", "x"],
    ["string", "contains", "x"],
    ["number", "gt", 3],
    ["number", "lt", 3],
    ["boolean", "true", ""],
    ["array", "contains", "x"],
    ["dateTime", "after", "2026-01-01T00:00:00Z"],
  ] as const)
    for (const input of [{}, { a: null }, { a: { b: null } }])
      expect(way([absent, type, operation, right], input)).toMatchObject({ way: "no" });
  expect(way([absent, "number", "gt", 3], { a: { b: 4 } })).toMatchObject({ way: "yes" });
});

it("a set nests what has dots in its name, and gives what was typed in the type that is named", () => {
  const assignments = [
    { name: "a.b", value: "5", type: "number" },
    { name: "a.c", value: "true", type: "boolean" },
    { name: "list", value: '=[1, "{{ $json.id }}"]', type: "array" },
    { name: "text", value: "5", type: "string" },
  ];
  const made = (options: object) => {
    const { graph } = one("set", { assignments: { assignments }, options });
    return output(run({ nodes: graph.nodes, edges: graph.edges }, { input: { id: 7 } }));
  };
  expect(made({})).toEqual({ a: { b: 5, c: true }, list: [1, "7"], text: "5" });
  expect(made({ dotNotation: false })).toEqual({ "a.b": 5, "a.c": true, list: [1, "7"], text: "5" });
});

it("what a workflow is called with, and what a model is told, is read; a call that fails goes on by its own way", () => {
  const call = one("executeWorkflow", {
    workflowId: { value: "x" },
    workflowInputs: { value: { order: "={{ $json.id }}" } },
  });
  expect(call.graph.nodes["Node"]).toMatchObject({
    input: { order: "= nodes.Start.output.?id.orValue(null)" },
  });
  const values = [
    { role: "system", content: "Be brief" },
    { role: "user", content: "=About {{ $json.id }}" },
    { content: "Now" },
  ];
  const model = one("openAi", { messages: { values } });
  expect(model.graph.nodes["Node"]).toMatchObject({
    system: "Be brief",
    prompt: expect.stringMatching(/^= 'About ' \+ .*'\\n\\nNow'$/),
  });
  const failing = imported(
    n8nFlow(
      {
        Start: START,
        Call: { type: "executeWorkflow", parameters: { workflowId: "x" }, onError: "continueErrorOutput" },
        Good: { type: "noOp" },
        Bad: { type: "noOp" },
      },
      { Start: [["Call"]], Call: [["Good"], ["Bad"]] },
    ),
  );
  expect(failing.graph.nodes["Call"]).toMatchObject({
    recovery: [{ do: "degrade", output: { failed: true } }],
  });
  expect(failing.graph.edges.slice(1).map(({ when }) => when)).toEqual([
    expect.stringContaining("!(nodes.Call.output.?failed"),
    expect.stringContaining("nodes.Call.output.?failed"),
  ]);
});

it("pinned answers of agents are what they said; a switch has as many outputs as it is given", () => {
  const nodes = {
    Agent: { type: "agent", parameters: { text: "Hi" } },
    Open: { type: "openAi", parameters: { prompt: "Hi" } },
  };
  const pinData = {
    Agent: [{ json: { output: "yes" } }],
    Open: [{ json: { message: { content: "no" } } }],
  };
  expect(imported(n8nFlow(nodes, {}, { pinData })).pins).toEqual({
    Agent: { output: "yes" },
    Open: { output: "no" },
  });
  const ways = one("switch", { mode: "expression", outputsAmount: 2, output: "={{ $json.id }}" });
  expect(ways.graph.nodes["Node"]).toMatchObject({ cases: [{ port: "way0" }, { port: "way1" }] });
});
