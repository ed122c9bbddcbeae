import { describe, expect, it } from "vitest";
import type { Graph } from "../../graph/graph.ts";
import { validateGraph } from "../../graph/validate.ts";
import { ending, ofType, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { given, n8nFlow, setting } from "../testing/n8n-flow.ts";

function imported(value: object): Imported {
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

/** What a run of it ends with, once each node that others wait for has run. */
function ran({ graph }: { readonly graph: Graph }, input: Json): unknown {
  const outcome = run({ nodes: graph.nodes, edges: graph.edges }, { input });
  expect(ending(outcome)).toBe("succeeded");
  return output(outcome);
}

const END = { type: "respondToWebhook", parameters: { responseBody: "={{ $json }}" } };
const START = { type: "manualTrigger" };
const noteOf = ({ notes }: Imported, what: string) => notes.find((note) => note.what === what);

describe("data behind nodes that only lead it on", () => {
  it("is what reached them, as a value and in conditions: If, Switch, Filter, NoOp, Wait, and what is turned off", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Make: {
            type: "set",
            parameters: setting({ level: "={{ $json.level }}", list: "={{ $json.list }}" }),
          },
          Long: { type: "if", parameters: given([["={{ $json.list.length }}", "number", "gt", 1]]) },
          Off: { type: "slack", disabled: true },
          Kept: { type: "filter", parameters: given([["={{ $json.level }}", "string", "notEquals", "low"]]) },
          Way: {
            type: "switch",
            parameters: {
              rules: {
                values: [
                  given([["={{ $json.level }}", "string", "equals", "mid"]]),
                  given([["={{ $('Kept').item.json.level }}", "string", "equals", "high"]]),
                ],
              },
            },
          },
          Rest: { type: "noOp" },
          Last: {
            type: "set",
            parameters: setting({
              own: "={{ $json.level }}",
              named: "={{ $('Rest').item.json.list[0] }}",
              old: '={{ $node["Long"].json["level"] }}',
              input: "={{ $input.item.json.level }}",
              count: "={{ $json.list.length }}",
            }),
          },
          Answer: END,
        },
        {
          Start: [["Make"]],
          Make: [["Long"]],
          Long: [["Off"], []],
          Off: [["Kept"]],
          Kept: [["Way"]],
          Way: [[], ["Rest"]],
          Rest: [["Last"]],
          Last: [["Answer"]],
        },
      ),
    );
    expect(ran(made, { level: "high", list: ["x", "y"] })).toEqual({
      own: "high",
      named: "x",
      old: "high",
      input: "high",
      count: 2,
    });
    expect(noteOf(made, "Off")).toMatchObject({
      fate: "mapped",
      message: expect.stringContaining("turned off"),
    });
    expect(made.graph.nodes["Way"]).toMatchObject({
      cases: [
        { port: "way0", when: "nodes.Make.output.?level.orValue(null) == 'mid'" },
        { port: "way1", when: "nodes.Make.output.?level.orValue(null) == 'high'" },
      ],
    });
  });

  it("is that of the way that was taken, where ways exclude each other and meet", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Big: { type: "if", parameters: given([["={{ $json.n }}", "number", "gte", 10]]) },
          Yes: { type: "set", parameters: setting({ said: "big", n: "={{ $json.n }}" }) },
          No: { type: "noOp" },
          Both: { type: "merge" },
          After: { type: "set", parameters: setting({ n: "={{ $json.n }}", said: "=n is {{ $json.n }}" }) },
          Answer: END,
        },
        {
          Start: [["Big"]],
          Big: [["Yes"], ["No"]],
          Yes: [["Both:0"]],
          No: [["Both:1"]],
          Both: [["After"]],
          After: [["Answer"]],
        },
      ),
    );
    for (const n of [12, 3]) expect(ran(made, { n })).toEqual({ n, said: `n is ${n}` });
    expect(noteOf(made, "Both")).toMatchObject({ fate: "mapped" });
  });

  it("is that of the nearest node that ran, where a way goes past some", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Known: { type: "if", parameters: given([["={{ $json.name }}", "string", "notEmpty"]]) },
          Fill: { type: "set", parameters: setting({ name: "nobody" }) },
          Greet: { type: "set", parameters: setting({ text: "=Hello {{ $json.name }}" }) },
          Answer: END,
        },
        { Start: [["Known"]], Known: [["Greet"], ["Fill"]], Fill: [["Greet"]], Greet: [["Answer"]] },
      ),
    );
    expect(ran(made, { name: "Ada" })).toEqual({ text: "Hello Ada" });
    expect(ran(made, {})).toEqual({ text: "Hello nobody" });
  });

  it("has each field of the input that has it, where a Merge lays its inputs over each other, and is told", () => {
    const parts = (mode: string) =>
      imported(
        n8nFlow(
          {
            Start: START,
            One: { type: "set", parameters: setting({ a: "1", b: "1" }) },
            Two: { type: "set", parameters: setting({ b: "2", c: "2" }) },
            Both: { type: "merge", parameters: { mode } },
            After: {
              type: "set",
              parameters: setting({ a: "={{ $json.a }}", b: "={{ $json.b }}", c: "={{ $json.c }}" }),
            },
            Answer: END,
          },
          {
            Start: [["One", "Two"]],
            Two: [["Both:1"]],
            One: [["Both:0"]],
            Both: [["After"]],
            After: [["Answer"]],
          },
        ),
      );
    expect(ran(parts("combine"), {})).toEqual({ a: "1", b: "2", c: "2" });
    expect(ran(parts("append"), {})).toEqual({ a: "1", b: "1", c: "2" });
    expect(noteOf(parts("combine"), "Both")).toMatchObject({ fate: "approximated" });
    const chosen = (useDataOfInput: string) =>
      imported(
        n8nFlow(
          {
            Start: START,
            One: { type: "set", parameters: setting({ a: "1" }) },
            Two: { type: "set", parameters: setting({ a: "2" }) },
            Both: { type: "merge", parameters: { mode: "chooseBranch", useDataOfInput } },
            Answer: END,
          },
          { Start: [["One", "Two"]], One: [["Both:0"]], Two: [["Both:1"]], Both: [["Answer"]] },
        ),
      );
    expect(ran(chosen("2"), {})).toEqual({ a: "2" });
    expect(ran(chosen("1"), {})).toEqual({ a: "1" });
  });

  it("keeps fields past a Set that adds some, read where they came from", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Add: { type: "set", parameters: setting({ added: "x" }, { includeOtherFields: true }) },
          Old: { type: "set", parameters: { values: { string: [{ name: "more", value: "y" }] } } },
          After: {
            type: "set",
            parameters: setting({
              id: "={{ $json.id }}",
              added: "={{ $json.added }}",
              more: "={{ $json.more }}",
            }),
          },
          Answer: END,
        },
        { Start: [["Add"]], Add: [["Old"]], Old: [["After"]], After: [["Answer"]] },
      ),
    );
    expect(ran(made, { id: 7 })).toEqual({ id: 7, added: "x", more: "y" });
    expect(noteOf(made, "Add")).toMatchObject({ fate: "approximated" });
  });

  it("is nothing of a node that may not have run, which is told", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Big: { type: "if", parameters: given([["={{ $json.n }}", "number", "gte", 10]]) },
          Yes: { type: "set", parameters: setting({ said: "big" }) },
          No: { type: "noOp" },
          After: { type: "set", parameters: setting({ said: "={{ $('Yes').first().json.said }}" }) },
          Answer: END,
        },
        { Start: [["Big"]], Big: [["Yes"], ["No"]], Yes: [["After"]], No: [["After"]], After: [["Answer"]] },
      ),
    );
    expect(ran(made, { n: 12 })).toEqual({ said: "big" });
    expect(ran(made, { n: 1 })).toEqual({ said: null });
    expect(noteOf(made, "After")).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining("reads Yes, which may not have run"),
    });
  });

  it("is told where it comes from more nodes than an expression can name", () => {
    const many = Array.from({ length: 20 }, (_, at) => `Set ${at}`);
    const made = imported(
      n8nFlow(
        {
          Start: START,
          ...Object.fromEntries(many.map((name) => [name, { type: "set", parameters: setting({ a: "x" }) }])),
          After: { type: "set", parameters: setting({ a: "={{ $json.a }}" }) },
        },
        { Start: [many], ...Object.fromEntries(many.map((name) => [name, [["After"]]])) },
      ),
    );
    expect(noteOf(made, "After")).toMatchObject({
      fate: "approximated",
      message: expect.stringMatching(/\{\{ \$json\.a \}\}.*once.*too many nodes/),
    });
  });
});

describe("data of nodes that give it in another form", () => {
  it("is the body of an answer, unless all of it was asked for, and the answer of an agent", () => {
    const reading = (name: string) => ({ type: "set", parameters: setting({ x: `={{ ${name} }}` }) });
    const url = "https://example.com/";
    const full = { response: { response: { fullResponse: true } } };
    const made = imported(
      n8nFlow(
        {
          Fetch: { type: "httpRequest", parameters: { url } },
          "After fetch": reading("$json.items[0].id"),
          Full: { type: "httpRequest", parameters: { url, options: full } },
          "After full": reading("$json.body.id"),
          Agent: { type: "agent", parameters: { text: "Hi" } },
          "After agent": reading("$('Agent').first().json.output"),
          Chain: { type: "chainLlm", parameters: { text: "Hi" } },
          "After chain": reading("$json.text.length"),
        },
        {
          Fetch: [["After fetch"]],
          Full: [["After full"]],
          Agent: [["After agent"]],
          Chain: [["After chain"]],
        },
        {
          pinData: {
            Fetch: [{ json: { id: 1 } }],
            Full: [{ json: { statusCode: 200, headers: {}, body: { id: 1 } } }],
          },
        },
      ),
    );
    const read = (id: string) => (made.graph.nodes[id] as { output?: unknown }).output;
    expect(["fetch", "full", "agent", "chain"].map((name) => read(`After_${name}`))).toEqual([
      { x: "= nodes.Fetch.output.?body.?items[?0].?id.orValue(null)" },
      { x: "= nodes.Full.output.?body.?id.orValue(null)" },
      { x: "= nodes.Agent.output" },
      { x: "= size(nodes.Chain.output)" },
    ]);
    expect(made.pins).toMatchObject({
      Fetch: { output: { status: 200, body: { id: 1 } } },
      Full: { output: { body: { id: 1 } } },
    });
  });
});

describe("what a node does when it fails, or is turned off", () => {
  it("goes on by its second output when it has failed, and only then", () => {
    const made = imported(
      n8nFlow(
        {
          Start: START,
          Fetch: {
            type: "httpRequest",
            parameters: { url: "https://example.com/" },
            onError: "continueErrorOutput",
          },
          Good: { type: "noOp" },
          Bad: { type: "noOp" },
        },
        { Start: [["Fetch"]], Fetch: [["Good"], ["Bad"]] },
      ),
    );
    const failed = "nodes.Fetch.output.?failed.orValue(false) == true";
    expect(made.graph.edges.slice(1)).toEqual([
      { source: "Fetch", target: "Good", when: `!(${failed})` },
      { source: "Fetch", target: "Bad", when: failed },
    ]);
    expect(made.graph.nodes["Fetch"]).toMatchObject({
      recovery: [{ do: "degrade", output: { failed: true } }],
    });
    expect(noteOf(made, "Fetch → Bad")).toMatchObject({ fate: "approximated" });
  });

  it("goes on by the first output only while it is turned off, and tells what becomes of the other", () => {
    const made = imported(
      n8nFlow(
        { Start: START, Ask: { type: "if", disabled: true }, Yes: { type: "noOp" }, No: { type: "noOp" } },
        { Start: [["Ask"]], Ask: [["Yes"], ["No"]] },
      ),
    );
    const outcome = run({ nodes: made.graph.nodes, edges: made.graph.edges }, { input: {} });
    expect(ofType(outcome.journal, "NodeCompleted").map(({ node }) => node)).toEqual(["Start", "Ask", "Yes"]);
    expect(noteOf(made, "Ask → No")).toMatchObject({ message: expect.stringContaining("never taken") });
  });

  it("tells of what a workflow is set to: its error workflow, its zone, how long it may take", () => {
    const made = imported(
      n8nFlow(
        { Start: START },
        {},
        {
          settings: {
            errorWorkflow: "Xy12",
            timezone: "Europe/Berlin",
            executionTimeout: 90,
            executionOrder: "v1",
          },
        },
      ),
    );
    expect(noteOf(made, "errorWorkflow")).toMatchObject({
      fate: "dropped",
      place: "/settings/errorWorkflow",
      message: expect.stringContaining("Xy12"),
    });
    expect(noteOf(made, "timezone")).toMatchObject({ fate: "dropped" });
    expect(made.graph.limits).toEqual({ recursionTimeoutMs: 90_000 });
  });

  it("is a prompt that can be published, whatever its text holds in braces", () => {
    const made = imported(
      n8nFlow({ Write: { type: "openAi", parameters: { prompt: "={{ $now.toISO() }} {{ $json.a }}" } } }, {}),
    );
    expect(noteOf(made, "Write")).toMatchObject({ message: expect.stringContaining("$now.toISO()") });
  });
});

it.each(["in", "true", "false", "null"])("a node and a field that are called %s are read", (word) => {
  const made = importWorkflow({
    value: n8nFlow(
      {
        Start: { type: "manualTrigger" },
        [word]: { type: "set", parameters: setting({ [word]: `={{ $json.${word} }}` }) },
        Last: { type: "set", parameters: setting({ v: `={{ $('${word}').item.json.${word} }}` }) },
      },
      { Start: [[word]], [word]: [["Last"]] },
    ),
  });
  if (!made.ok) throw new Error(made.message);
  const { nodes, edges } = made.graph;
  expect(output(run({ nodes, edges }, { input: { [word]: 7 } }))).toEqual({ v: 7 });
});
