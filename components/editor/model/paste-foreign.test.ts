import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { loadReader } from "../../exchange";
import { pasteText } from "./clipboard";
import { EditorStore } from "./store";

const INTO: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "into",
  name: "Into",
  nodes: { fetch: { kind: "end", position: { x: 0, y: 0 } } },
  edges: [],
});
const N8N = {
  nodes: [
    {
      name: "Fetch",
      type: "n8n-nodes-base.httpRequest",
      typeVersion: 4,
      position: [0, 0],
      parameters: { url: "https://example.test/" },
    },
    {
      name: "Wait",
      type: "n8n-nodes-base.wait",
      typeVersion: 1,
      position: [220, 0],
      parameters: { amount: 1, unit: "seconds" },
    },
  ],
  connections: { Fetch: { main: [[{ node: "Wait", type: "main", index: 0 }]] } },
};
const LANGGRAPH = {
  nodes: [
    { id: "__start__", type: "schema", data: "__start__" },
    { id: "agent", type: "runnable", data: { name: "agent" } },
    { id: "__end__", type: "schema", data: "__end__" },
  ],
  edges: [
    { source: "__start__", target: "agent" },
    { source: "agent", target: "__end__" },
  ],
};

it.each([
  ["n8n", N8N],
  ["langgraph", LANGGRAPH],
])(
  "what %s has copied is pasted beside what stands on the canvas, as one edit that is taken back",
  async (format, copied) => {
    const { readImport } = await loadReader();
    const read = readImport(JSON.stringify(copied));
    if (!read.ok) throw new Error(read.message);
    expect(read.format).toBe(format);
    const store = new EditorStore(INTO);
    const pasted = pasteText(INTO, store.get().places, JSON.stringify(read.graph));
    if (!pasted.ok) throw new Error(pasted.message);
    expect(store.do(pasted.edit, pasted.select)).toBe(true);
    const { graph, selection } = store.get();
    expect(graph.nodes["fetch"]).toEqual(INTO.nodes["fetch"]);
    expect(Object.keys(graph.nodes)).toHaveLength(1 + pasted.select.nodes.size);
    expect(graph.edges.length).toBe(read.graph.edges.length);
    expect(graph.edges.length).toBeGreaterThan(0);
    expect(selection.nodes).toEqual(pasted.select.nodes);
    store.undo();
    expect(store.get().graph).toEqual(INTO);
  },
);
