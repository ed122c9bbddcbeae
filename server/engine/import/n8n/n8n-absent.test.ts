import { expect, it } from "vitest";
import { validateGraph } from "../../graph/validate.ts";
import { ending, output, run } from "../../testing/run-graph.ts";
import { importWorkflow } from "../import.ts";
import type { Imported } from "../report.ts";
import { given, n8nFlow, setting } from "../testing/n8n-flow.ts";

const END = { type: "respondToWebhook", parameters: { responseBody: "={{ $json }}" } };

/** A start, one node of a type, and an end that answers with what it gave. */
function one(type: string, parameters: object, more: object = {}): Imported {
  const made = importWorkflow({
    value: n8nFlow(
      { Start: { type: "manualTrigger" }, Node: { type, parameters, ...more }, Answer: END },
      { Start: [["Node"]], Node: [["Answer"]] },
    ),
  });
  if (!made.ok) throw new Error(`${made.place}: ${made.message}`);
  expect(validateGraph(made.graph).problems.filter(({ level }) => level === "error")).toEqual([]);
  return made;
}

function ran({ graph }: Imported, input: object): unknown {
  const outcome = run({ nodes: graph.nodes, edges: graph.edges }, { input: input as never });
  expect(ending(outcome)).toBe("succeeded");
  return output(outcome);
}

const noteOf = ({ notes }: Imported) => notes.find(({ what }) => what === "Node");

it("what is not there is nothing, and does not fail the run: as a value, in a text, counted and compared", () => {
  const made = one(
    "set",
    setting({
      value: "={{ $json.a.b }}",
      text: "=a {{ $json.a.b }} z",
      count: "={{ $json.list.length }}",
      told: "=of {{ $json.list.length }}",
      more: "={{ $json.n > 3 }}",
      counts: "={{ $json.list.length >= 2 }}",
      same: "={{ $json.a.b === 'x' }}",
      entry: "={{ $json.list[1] }}",
    }),
  );
  expect(noteOf(made)).toMatchObject({ fate: "mapped" });
  const nothing = {
    value: null,
    text: "a  z",
    count: null,
    told: "of ",
    more: false,
    counts: false,
    same: false,
  };
  expect(ran(made, {})).toEqual({ ...nothing, entry: null });
  expect(ran(made, { a: null, list: null, n: null })).toEqual({ ...nothing, entry: null });
  expect(ran(made, { a: { b: "x" }, list: ["p", "q"], n: 4 })).toEqual({
    value: "x",
    text: "a x z",
    count: 2,
    told: "of 2",
    more: true,
    counts: true,
    same: true,
    entry: "q",
  });
});

it("a Set that is written as JSON is that value, and what cannot be read of it is told", () => {
  const raw = (jsonOutput: unknown, more: object = {}) =>
    one("set", { mode: "raw", jsonOutput, ...more }, { typeVersion: 3.4 });
  expect(ran(raw('{"a": {"b": [1, "x"]}}'), {})).toEqual({ a: { b: [1, "x"] } });
  const read = raw('={"name": "{{ $json.name }}", "n": {{ $json.n }}, "all": {{ $json }} }');
  expect(ran(read, { name: "Ada", n: 2 })).toEqual({ name: "Ada", n: 2, all: { name: "Ada", n: 2 } });
  expect(noteOf(read)).toMatchObject({ fate: "mapped" });
  expect(noteOf(raw("={{ $now }}"))).toMatchObject({ fate: "approximated" });
  expect(noteOf(raw('{"a": 1}', { includeOtherFields: true }))).toMatchObject({ fate: "approximated" });
});

it("the fields of a Set of versions 3.0 to 3.2 are read, and the others pass unless they are left out", () => {
  const values = [
    { name: "text", stringValue: "=x {{ $json.id }}" },
    { name: "n", type: "numberValue", numberValue: "5" },
    { name: "on", type: "booleanValue", booleanValue: "true" },
    { name: "list", type: "arrayValue", arrayValue: "[1, 2]" },
  ];
  const made = one("set", { fields: { values }, include: "none" }, { typeVersion: 3 });
  expect(ran(made, { id: 7 })).toEqual({ text: "x 7", n: 5, on: true, list: [1, 2] });
  expect(noteOf(made)).toMatchObject({ fate: "mapped" });
  expect(noteOf(one("set", { fields: { values } }, { typeVersion: 3.2 }))).toMatchObject({
    fate: "approximated",
    message: expect.stringContaining("other fields"),
  });
});

it("what a chain is told and shown before it is asked is read", () => {
  const messageValues = [
    { message: "Be brief" },
    { type: "HumanMessagePromptTemplate", message: "=Of {{ $json.topic }}" },
    { type: "SystemMessagePromptTemplate", message: "No lists" },
  ];
  const made = one("chainLlm", { promptType: "define", text: "Now", messages: { messageValues } });
  expect(made.graph.nodes["Node"]).toMatchObject({
    system: "Be brief\n\nNo lists",
    prompt: expect.stringMatching(/^= 'Of ' \+ .*\?topic.* \+ '\\n\\nNow'$/),
  });
});

it("code that only returns JSON is that value; of other code it is told what is not there", () => {
  const made = one("code", { jsCode: 'return [{"json": {"a": "= 1 + 1", "b": [2]}}];\n' });
  expect(ran(made, {})).toEqual({ a: "= 1 + 1", b: [2] });
  expect(noteOf(made)).toMatchObject({ fate: "mapped" });
  for (const jsCode of ["return items;", 'return [{"json": 1}, {"json": 2}];', 'return {"a": 1};'])
    expect(noteOf(one("code", { jsCode }))).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining("$input and items are not there"),
    });
});

it("an expression that nothing here is surely the same as is told with where it stands and what to do", () => {
  const made = one(
    "set",
    setting({
      "deep.sum": '={{ "x" + $json.a }}',
      which: "={{ $json.a ? 1 : 2 }}",
      up: "={{ $json.a.trim() }}",
    }),
  );
  expect(ran(made, {})).toMatchObject({ which: "{{ $json.a ? 1 : 2 }}" });
  expect(noteOf(made)).toMatchObject({
    fate: "approximated",
    place: "/nodes/1",
    node: "Node",
    message: expect.stringContaining(
      'output.deep.sum (={{ "x" + $json.a }}), output.which (={{ $json.a ? 1 : 2 }}), output.up (={{ $json.a.trim() }}). Write it',
    ),
  });
});

it.each([
  ["if", given([["={{ $json.mail }}", "string", "regex", "^a"]]), "holds"],
  ["filter", given([["={{ $json.mail }}", "string", "regex", "^a"]]), "holds"],
  ["switch", { rules: { values: [given([["={{ $json.mail }}", "string", "regex", "^a"]])] } }, "way"],
])(
  "a condition of %s that cannot be read decides nothing: the run fails, and that is told",
  (type, parameters, field) => {
    const made = one(type, parameters);
    const { nodes, edges } = made.graph;
    expect(ending(run({ nodes, edges }, { input: { mail: "a" } }))).toBe("failed:ExpressionFailed");
    expect(noteOf(made)).toMatchObject({
      fate: "approximated",
      place: "/nodes/1",
      node: "Node",
      message: expect.stringMatching(`\\(={{ \\$json.mail }} regex \\^a\\): say .* has no "${field}" fails`),
    });
  },
);

it("a loop over items is told with what is to be done and what a run does until then", () => {
  const made = importWorkflow({
    value: n8nFlow(
      {
        Start: { type: "manualTrigger" },
        Node: { type: "splitInBatches", typeVersion: 3 },
        Work: { type: "set", parameters: setting({ a: "1" }) },
        Done: { type: "set", parameters: setting({ done: "yes" }) },
      },
      { Start: [["Node"]], Node: [["Done"], ["Work"]], Work: [["Node"]] },
    ),
  });
  if (!made.ok) throw new Error(made.message);
  expect(ran(made, {})).toEqual({ done: "yes" });
  const { nodes, edges } = made.graph;
  expect(ending(run({ nodes, edges }, { input: { items: [1] } }))).toBe("failed:RecursionCycleDetected");
  expect(noteOf(made)?.message).toMatch(/a map over them.*nodes\.Start\.output.*done at once.*fails when/);
});

it("says once that a list in a text fails here, where any text is made, and what a way back does as it stands", () => {
  const texts = ({ notes }: Imported) => notes.filter(({ what }) => what === "texts");
  const made = one("set", setting({ t: "=of {{ $json.list }}" }));
  const { nodes, edges } = made.graph;
  expect(ending(run({ nodes, edges }, { input: { list: ["a"] } }))).toBe("failed:ExpressionFailed");
  expect(texts(made)).toMatchObject([
    { fate: "approximated", message: expect.stringContaining("Node makes") },
  ]);
  expect(texts(one("set", setting({ t: "={{ $json.list }}" })))).toEqual([]);

  const back = importWorkflow({
    value: n8nFlow(
      {
        Start: { type: "manualTrigger" },
        Node: { type: "noOp" },
        Ask: { type: "if", parameters: given([["={{ $json.again }}", "boolean", "true"]]) },
      },
      { Start: [["Node"]], Node: [["Ask"]], Ask: [["Node"]] },
    ),
  });
  if (!back.ok) throw new Error(back.message);
  const again = { nodes: back.graph.nodes, edges: back.graph.edges };
  expect(ending(run(again, { input: { again: true } }))).toBe("failed:RecursionCycleDetected");
  expect(back.notes.find(({ what }) => what === "Ask → Node")?.message).toContain("refused as a circle");
});
