import { expect, it } from "vitest";
import type { Graph } from "#server/engine/graph/graph";
import { cardOf } from "#server/engine/import/card";
import { sizeOf } from "./geometry";

it("importers know how large the cards of the canvas are", () => {
  const nodes: Graph["nodes"] = {
    work: { kind: "task", task: "a" },
    way: { kind: "decision", cases: [{ port: "yes", when: "true" }], default: "no" },
    ask: { kind: "approval", title: "Go on?" },
    done: { kind: "end" },
  };
  const graph: Graph = { schemaVersion: 1, slug: "sizes", name: "Sizes", nodes, edges: [] };
  for (const [id, node] of Object.entries(nodes)) expect(sizeOf(graph, id)).toEqual(cardOf(node));
});
