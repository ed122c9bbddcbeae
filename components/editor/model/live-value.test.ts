import { describe, expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import type { LastRun } from "#server/services/types";
import type { FieldPath } from "./complete-field";
import { liveValue } from "./live-value";

const GRAPH: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "w",
  name: "W",
  variables: { limit: 3 },
  context: { values: { task: "= input.name", style: "short" } },
  limits: { maxDepth: 4 },
  nodes: {
    read: { kind: "task", task: "read" },
    each: { kind: "map", over: "= nodes.read.output.parts", body: { kind: "transform", output: "= item" } },
    again: { kind: "loop", maxIterations: 3, body: { kind: "transform", output: "= index" } },
  },
  edges: [{ source: "read", target: "each" }],
});
const LAST: LastRun = {
  runId: "r",
  revision: 1,
  input: { name: "Ada", n: 2 },
  nodes: { read: { output: { parts: ["x", "y"], total: 40 } } },
  truncated: false,
};
const at = (
  path: FieldPath,
  text: string,
  as: "expression" | "template" = "template",
  last: LastRun | null = LAST,
) => liveValue(GRAPH, path, { text, as }, last);
const INPUT = ["nodes", "each", "body", "output"];

describe("a field that is worked out as it is typed", () => {
  it.each<[string, string, string]>([
    ["= nodes.read.output.total + input.n", "42", "a number"],
    ["= 'Hello ' + input.name", '"Hello Ada"', "text"],
    ['{"who": "= input.name", "n": 1}', '{"who":"Ada","n":1}', "an object"],
    ["= tree.remaining.depth", "4", "a number"],
    ["= context.task + ', ' + context.style", '"Ada, short"', "text"],
    ["= vars.limit", "3", "a number"],
    ["= item + string(index)", '"x0"', "text"],
    ["= nodes.read.output.parts", '["x","y"]', "a list of 2"],
  ])("gives %s with the last run", (text, value, type) => {
    expect(at(INPUT, text)).toEqual({ kind: "value", text: value, type });
  });

  it("says in place why it gives nothing", () => {
    expect(at(INPUT, "= nodes.read.output.totl")).toMatchObject({
      kind: "error",
      message: expect.stringContaining("totl"),
    });
    expect(at(INPUT, "= nodes.again.output")).toMatchObject({ kind: "error" });
  });

  it("holds what a field needs to what it gives", () => {
    const over: FieldPath = ["nodes", "each", "over"];
    expect(at(over, "input.n", "expression")).toEqual({
      kind: "error",
      message: "it gives a number, and a list is needed here",
    });
    expect(at(over, "nodes.read.output.parts", "expression")).toMatchObject({ kind: "value" });
    expect(at(["edges", 0, "when"], "input.n", "expression")).toMatchObject({
      message: "it gives a number, and true or false is needed here",
    });
  });

  it("begins a loop at 0, with nothing before it", () => {
    expect(at(["nodes", "again", "while"], "index == 0 && previous == null", "expression")).toEqual({
      kind: "value",
      text: "true",
      type: "true or false",
    });
  });

  it("is silent over plain text, what is not whole, and data that there is none of", () => {
    expect(at(INPUT, "Hello")).toBeNull();
    expect(at(INPUT, "= input.(")).toBeNull();
    expect(at(INPUT, "= input.n", "template", null)).toBeNull();
    expect(at(INPUT, "= 1 + 1", "template", null)).toMatchObject({ text: "2" });
  });

  it("cuts long values", () => {
    const shown = at(INPUT, `= ['${"x".repeat(500)}']`);
    expect(shown?.kind === "value" && shown.text.length).toBe(301);
  });
});
