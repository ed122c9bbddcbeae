import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { newCallee } from "./new-callee";

const graph = (nodes: object) =>
  graphSchema.parse({ schemaVersion: 1, slug: "caller", name: "Caller", nodes, edges: [] }) as Graph;

it("begins what is called by its slug, with the keys that its calls give as its input", () => {
  const caller = graph({
    a: { kind: "subworkflow", workflow: "read-all", input: { url: "= input.url", depth: 1 } },
    b: {
      kind: "map",
      over: "input.list",
      body: { kind: "subworkflow", workflow: "read-all", input: { item: "= item" } },
    },
    c: { kind: "subworkflow", workflow: "other", input: { not: 1 } },
  });
  const made = newCallee(caller, "read-all");
  expect(made).toEqual({
    schemaVersion: 1,
    slug: "read-all",
    name: "Read all",
    inputSchema: { type: "object", properties: { url: {}, depth: {}, item: {} } },
    nodes: {},
    edges: [],
  });
  expect(graphSchema.safeParse(made).error).toBeUndefined();
});

it("says nothing of an input that is handed on as it is", () => {
  expect(
    newCallee(graph({ a: { kind: "subworkflow", workflow: "leaf", input: "= input" } }), "leaf"),
  ).toEqual({
    schemaVersion: 1,
    slug: "leaf",
    name: "Leaf",
    nodes: {},
    edges: [],
  });
});
