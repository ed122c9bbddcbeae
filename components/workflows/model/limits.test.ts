import { expect, it } from "vitest";
import { limitsSchema } from "#server/engine/graph/graph";
import { limitsOf } from "./limits";

const graph = (limits: object) => ({
  schemaVersion: 1 as const,
  slug: "a",
  name: "A",
  nodes: {},
  edges: [],
  limits,
});

it("shows the engine's own defaults where the graph says nothing", () => {
  expect(limitsOf(graph({})).rows).toEqual(
    limitsOf(graph(limitsSchema.parse({}))).rows.map((row) => ({ ...row, own: false })),
  );
});

it("shows what the graph says, and that no limit is none", () => {
  const { maxDepth, rows } = limitsOf(graph({ maxDepth: 32, recursionTimeoutMs: null }));
  expect(maxDepth).toBe(32);
  expect(rows.filter((row) => row.own)).toEqual([
    { name: "Depth", value: "32", own: true },
    { name: "Active time", value: "no limit", own: true },
  ]);
});

it("shows budgets where the graph has them, zero too", () => {
  const { rows } = limitsOf(graph({ maxTokens: 50_000, maxCostUsd: 0, maxNodes: null }));
  expect(rows.filter((row) => row.own)).toEqual([
    { name: "Tokens", value: "50,000", own: true },
    { name: "Cost in dollars", value: "$0", own: true },
  ]);
});

it("shows what each depth is given, only where the graph says so", () => {
  const allowances = { concurrency: { decay: 0.5 }, tokens: ["= depth / 10", { from: 0.2, grow: 1.5 }] };
  const { rows } = limitsOf(graph({ allowances: { ...allowances, adapt: true } }));
  expect(rows.filter((row) => row.own)).toEqual([
    { name: "At work, by depth", value: "×0.5 a level", own: true },
    { name: "Tokens, by depth", value: "depth / 10 and 0.2, ×1.5 a level", own: true },
    { name: "Adapts to queues and slowness", value: "on", own: true },
  ]);
});
