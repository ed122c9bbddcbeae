import { expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { ending, ofType, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { n8nFlow, setting } from "../testing/n8n-flow.ts";

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
    query: { q: "= nodes.Start.output.id" },
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
