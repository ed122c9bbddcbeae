import { expect, it } from "vitest";
import { ofType, output, run } from "../../testing/run-graph.ts";
import type { Json } from "../../values/json.ts";
import { importWorkflow } from "../import.ts";
import { given, n8nFlow, setting } from "../testing/n8n-flow.ts";

/** Which way a run goes by an If with these parameters, for each input. */
function ways(parameters: object, inputs: readonly Json[]): readonly unknown[] {
  const value = n8nFlow(
    {
      Start: { type: "manualTrigger" },
      Ask: { type: "if", parameters },
      Yes: { type: "set", parameters: setting({ holds: "yes" }) },
      No: { type: "set", parameters: setting({ holds: "no" }) },
      Both: { type: "merge" },
      Answer: { type: "respondToWebhook", parameters: { responseBody: "={{ $json.holds }}" } },
    },
    { Start: [["Ask"]], Ask: [["Yes"], ["No"]], Yes: [["Both:0"]], No: [["Both:1"]], Both: [["Answer"]] },
  );
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(made.message);
  expect(made.notes.find(({ what }) => what === "Ask")).toMatchObject({ fate: "mapped" });
  return inputs.map((input) => output(run({ nodes: made.graph.nodes, edges: made.graph.edges }, { input })));
}

const A = "={{ $json.a }}";

it.each<readonly [type: string, operation: string, right: unknown, yes: Json, no: Json]>([
  ["string", "equals", "x", "x", "y"],
  ["string", "notEquals", "x", "y", "x"],
  ["string", "contains", "b", "abc", "ac"],
  ["string", "notContains", "b", "ac", "abc"],
  ["string", "startsWith", "a", "ab", "ba"],
  ["string", "notStartsWith", "a", "ba", "ab"],
  ["string", "endsWith", "b", "ab", "ba"],
  ["string", "notEndsWith", "b", "ba", "ab"],
  ["string", "empty", "", "", "x"],
  ["string", "notEmpty", "", "x", ""],
  ["string", "exists", "", "", null],
  ["string", "notExists", "", null, ""],
  ["number", "equals", 3, 3, 4],
  ["number", "notEquals", "3", 4, 3],
  ["number", "gt", 3, 4, 3],
  ["number", "lt", 3, 2, 3],
  ["number", "gte", 3, 3, 2],
  ["number", "lte", "={{ 3 }}", 3, 4],
  ["number", "empty", "", null, 0],
  ["boolean", "true", "", true, false],
  ["boolean", "false", "", false, true],
  ["boolean", "notEquals", "true", false, true],
  ["dateTime", "after", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2025-12-01T00:00:00Z"],
  ["dateTime", "beforeOrEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
  ["array", "contains", "x", ["x"], ["y"]],
  ["array", "notContains", "x", ["y"], ["x"]],
  ["array", "lengthGt", 1, [1, 2], [1]],
  ["array", "lengthEquals", "2", [1, 2], []],
  ["array", "empty", "", [], [1]],
  ["object", "notEmpty", "", { b: 1 }, {}],
])("a condition of the second version holds when it did: %s %s %j", (type, operation, right, yes, no) => {
  const parameters = given([[A, type, operation, right]]);
  expect(ways(parameters, [{ a: yes }, { a: no }])).toEqual(["yes", "no"]);
});

it.each<readonly [type: string, operation: string | undefined, right: unknown, yes: Json, no: Json]>([
  ["string", undefined, "x", "x", "y"],
  ["string", "notEqual", "x", "y", "x"],
  ["string", "notContains", "b", "ac", "abc"],
  ["string", "isEmpty", undefined, "", "x"],
  ["number", undefined, 3, 2, 3],
  ["number", "larger", 3, 4, 3],
  ["number", "smallerEqual", 3, 3, 4],
  ["number", "equal", undefined, 0, 1],
  ["boolean", "equal", true, true, false],
  ["boolean", undefined, undefined, false, true],
  ["dateTime", "before", "2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z"],
])("a condition of the first version holds when it did: %s %s %j", (type, operation, right, yes, no) => {
  const condition = { value1: A, operation, value2: right };
  const parameters = { conditions: { [type]: [JSON.parse(JSON.stringify(condition))] } };
  expect(ways(parameters, [{ a: yes }, { a: no }])).toEqual(["yes", "no"]);
});

it("several hold together or one for all, in both versions, and case may not matter", () => {
  const both = [
    [A, "string", "equals", "x"],
    ["={{ $json.b }}", "number", "gt", 1],
  ] as const;
  const inputs = [
    { a: "x", b: 2 },
    { a: "x", b: 1 },
    { a: "y", b: 1 },
  ];
  expect(ways(given(both), inputs)).toEqual(["yes", "no", "no"]);
  expect(ways(given(both, { combinator: "or" }), inputs)).toEqual(["yes", "yes", "no"]);
  const first = {
    string: [{ value1: A, value2: "x" }],
    number: [{ value1: "={{ $json.b }}", operation: "larger", value2: 1 }],
  };
  expect(ways({ conditions: first }, inputs)).toEqual(["yes", "no", "no"]);
  expect(ways({ conditions: first, combineOperation: "any" }, inputs)).toEqual(["yes", "yes", "no"]);
  const loose = given([[A, "string", "equals", "YES"]], { options: { caseSensitive: false } });
  expect(ways(loose, [{ a: "yes" }, { a: "no" }])).toEqual(["yes", "no"]);
});

it("what compares in an expression is read too", () => {
  const parameters = given([["={{ $json.list.length >= 2 }}", "boolean", "true"]]);
  expect(ways(parameters, [{ list: [1, 2] }, { list: [] }])).toEqual(["yes", "no"]);
  const strict = given([["={{ $json.a === 'x' }}", "boolean", "true"]]);
  expect(ways(strict, [{ a: "x" }, { a: "y" }])).toEqual(["yes", "no"]);
});

it("what nothing here is the same as is told, with what it said", () => {
  for (const [left, type, operation, right] of [
    [A, "string", "regex", "^a+$"],
    [A, "dateTime", "after", "yesterday"],
    [A, "number", "gt", "three"],
    ["={{ $json.a || 'x' }}", "string", "equals", "x"],
    ["={{ eval('1') }}", "string", "equals", "x"],
  ] as const) {
    const value = n8nFlow({ Ask: { type: "if", parameters: given([[left, type, operation, right]]) } }, {});
    const made = importWorkflow({ value });
    expect(made.ok && made.notes.find(({ what }) => what === "Ask")).toMatchObject({
      fate: "approximated",
      message: expect.stringContaining(`${left} ${operation} ${right}`),
    });
    expect(made.ok && made.graph.nodes["Ask"]).toMatchObject({ cases: [{ when: "input.holds == true" }] });
  }
});

/** By which output a Switch goes on, for each input: the number of the Set behind it, or nothing. */
function taken(parameters: object, inputs: readonly Json[]): readonly unknown[] {
  const numbers = [0, 1, 2, 3];
  const value = n8nFlow(
    {
      Start: { type: "manualTrigger" },
      Way: { type: "switch", parameters },
      ...Object.fromEntries(numbers.map((n) => [`Out ${n}`, { type: "set", parameters: setting({ n }) }])),
    },
    { Start: [["Way"]], Way: numbers.map((n) => [`Out ${n}`]) },
  );
  const made = importWorkflow({ value });
  if (!made.ok) throw new Error(made.message);
  expect(made.notes.find(({ what }) => what === "Way")).toMatchObject({ fate: "mapped" });
  return inputs.map((input) => {
    const done = ofType(
      run({ nodes: made.graph.nodes, edges: made.graph.edges }, { input }).journal,
      "NodeCompleted",
    ).map(({ node }) => node);
    return done.filter((id) => id.startsWith("Out_")).join();
  });
}

it("a Switch goes on by the output that it did, in each version and by a number", () => {
  const rules = [
    { operation: "equal", value2: "a", output: 2 },
    { operation: "startsWith", value2: "b", output: 0 },
  ];
  const first = { dataType: "string", value1: A, rules: { rules }, fallbackOutput: 3 };
  const inputs = [{ a: "a" }, { a: "bb" }, { a: "z" }];
  expect(taken(first, inputs)).toEqual(["Out_2", "Out_0", "Out_3"]);
  const values = ["a", "b"].map((right) => given([[A, "string", "equals", right]]));
  expect(
    taken({ rules: { values }, options: { fallbackOutput: "extra" } }, [{ a: "a" }, { a: "b" }, { a: "z" }]),
  ).toEqual(["Out_0", "Out_1", "Out_2"]);
  expect(taken({ rules: { values } }, [{ a: "z" }])).toEqual([""]);
  expect(taken({ rules: { values }, options: { fallbackOutput: 1 } }, [{ a: "z" }])).toEqual(["Out_1"]);
  expect(taken({ mode: "expression", numberOutputs: 4, output: A }, [{ a: 3 }, { a: 0 }])).toEqual([
    "Out_3",
    "Out_0",
  ]);
});
