import { expect, it } from "vitest";
import { type GraphNode, graphSchema } from "#server/engine/graph/graph";
import { portTypes } from "./port-types";

const node = (more: object) =>
  graphSchema.parse({
    schemaVersion: 1,
    slug: "typed",
    name: "Typed",
    nodes: { a: { kind: "task", task: "t", ...more } },
    edges: [],
  }).nodes["a"] as GraphNode;

it("says what reaches a node and what it gives, as far as its schemas do", () => {
  const inputSchema = {
    type: "object",
    required: ["url"],
    properties: {
      url: { type: "string" },
      depth: { type: "integer" },
      tags: { type: "array", items: { type: ["string", "null"] } },
      more: { anyOf: [{ type: "string" }] },
      deep: { type: "object", properties: { on: { type: "boolean" } } },
    },
  };
  expect(portTypes(node({ inputSchema, outputSchema: { type: "array" } }))).toEqual({
    takes:
      "{ url: text, depth?: whole number, tags?: list of text or null, more?: anything, deep?: { on?: true or false } }",
    gives: "list",
  });
  expect(portTypes(node({}))).toEqual({ takes: null, gives: null });
});

it("of an agent gives its answer, of an inline graph takes its input, and leaves out what is too much", () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`k${at}`, { type: "number" }]));
  const agent = {
    kind: "agent",
    agent: "x",
    prompt: "y",
    task: undefined,
    output: { type: "object", properties: many },
  };
  const { task: _, ...asked } = agent;
  const typed = graphSchema.parse({
    schemaVersion: 1,
    slug: "typed",
    name: "Typed",
    nodes: {
      a: asked,
      b: {
        kind: "subworkflow",
        graph: {
          schemaVersion: 1,
          slug: "in",
          name: "In",
          inputSchema: { type: "string" },
          nodes: {},
          edges: [],
        },
      },
    },
    edges: [],
  }).nodes;
  expect(portTypes(typed["a"] as GraphNode).gives).toMatch(/^\{ k0\?: number, .*k7\?: number, … \}$/);
  expect(portTypes(typed["b"] as GraphNode).takes).toBe("text");
});
