import { expect, it } from "vitest";
import type { GraphChanges } from "#server/engine/graph/diff";
import { changeLines, marksOf } from "./changes";

const NOTHING: GraphChanges = {
  nodes: { added: [], removed: [], changed: [], moved: [] },
  edges: { added: [], removed: [], changed: [] },
  fields: [],
};

it("a draft that changes nothing has no line", () => {
  expect(changeLines(NOTHING)).toEqual([]);
});

it("says how many of what changed how, with their names", () => {
  const changes: GraphChanges = {
    nodes: { added: ["sum"], removed: [], changed: ["read", "end"], moved: ["sort"] },
    edges: { added: [{ source: "ask", target: "sum", port: "yes" }], removed: [], changed: [] },
    fields: ["limits"],
  };
  expect(changeLines(changes)).toEqual([
    { how: "added", what: "1 node", names: ["sum"] },
    { how: "changed", what: "2 nodes", names: ["read", "end"] },
    { how: "moved", what: "1 node", names: ["sort"] },
    { how: "added", what: "1 edge", names: ["ask (yes) → sum"] },
    { how: "changed", what: "1 field", names: ["limits"] },
  ]);
  expect([...marksOf(changes)]).toEqual([
    ["sum", "added"],
    ["read", "changed"],
    ["end", "changed"],
  ]);
});
