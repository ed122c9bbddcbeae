import type { Graph } from "banyan/tasks";
import { expect, test } from "vitest";
import { applyOperations, readOperations } from "../server/engine/modification/apply.ts";
import { graphOf } from "../server/engine/testing/run-graph.ts";
import { askBeforeWrites } from "./ask-before-writes.ts";

const http = (method?: string) => ({
  kind: "http",
  url: "https://example.test/",
  ...(method ? { method } : {}),
});
const SHOP = graphOf({
  nodes: {
    look: http(),
    order: { ...http("POST"), name: "Order it" },
    note: http("PUT"),
    end: { kind: "end" },
  },
  edges: [
    { source: "look", target: "order" },
    { source: "order", target: "note", when: "nodes.order.output.status == 201" },
    { source: "note", target: "end" },
  ],
});

async function changed(graph: Graph, params: object = {}): Promise<Graph> {
  const question = { graph, params: askBeforeWrites.params.parse(params), facts: {} };
  const read = readOperations(await askBeforeWrites.propose(question));
  if (!read.ok) throw new Error(read.refusal.message);
  const modified = applyOperations(graph, read.operations);
  if (!modified.ok) throw new Error(modified.refusal.message);
  return modified.graph;
}

test("asks before each request that writes, and before no other", async () => {
  const { nodes, edges } = await changed(SHOP, { assignees: ["Ann"] });
  expect(Object.keys(nodes).filter((id) => nodes[id]?.kind === "approval")).toEqual([
    "ask-order",
    "ask-note",
  ]);
  expect(nodes["ask-order"]).toMatchObject({
    title: "Let Order it send its request?",
    assignees: ["Ann"],
    dueMs: 3_600_000,
  });
  expect(edges).toContainEqual({ source: "ask-note", target: "note", port: "approved" });
});

test("changes nothing the second time", async () => {
  const once = await changed(SHOP);
  expect(await changed(once)).toEqual(once);
});

test("finds another name where its own is taken", async () => {
  const taken = { ...SHOP, nodes: { ...SHOP.nodes, "ask-order": { kind: "end" as const } } };
  expect(Object.keys((await changed(taken)).nodes)).toContain("ask-order-2");
});
