import { expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { loadReader } from "../../exchange";
import { takenBy } from "./asides";
import type { Box } from "./geometry";
import { pasteForeign } from "./paste-foreign";
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

const read = async (copied: object) => {
  const { readImport } = await loadReader();
  const made = readImport(JSON.stringify(copied));
  if (!made.ok) throw new Error(made.message);
  return made;
};

it.each([
  ["n8n", N8N],
  ["langgraph", LANGGRAPH],
])(
  "what %s has copied is pasted beside what stands on the canvas, as one edit that is taken back",
  async (format, copied) => {
    const made = await read(copied);
    expect(made.format).toBe(format);
    const store = new EditorStore(INTO);
    const pasted = pasteForeign(INTO, store.get().places, made, { x: 0, y: 0 });
    if (!pasted.ok) throw new Error(pasted.message);
    expect(store.do(pasted.edit, pasted.select)).toBe(true);
    const { graph, places, selection } = store.get();
    expect(graph.nodes["fetch"]).toEqual(INTO.nodes["fetch"]);
    expect(Object.keys(graph.nodes)).toHaveLength(1 + pasted.select.nodes.size);
    expect(graph.edges.length).toBe(made.graph.edges.length);
    expect(graph.edges.length).toBeGreaterThan(0);
    expect(selection.nodes).toEqual(pasted.select.nodes);
    const boxes = takenBy(graph, places);
    expect(boxes.filter((one) => boxes.some((other) => one !== other && cover(one, other)))).toEqual([]);
    store.undo();
    expect(store.get().graph).toEqual(INTO);
  },
);

it("what was pinned there is pinned under the name that the node has here, and notes stay notes", async () => {
  const sticky = {
    name: "Why",
    type: "n8n-nodes-base.stickyNote",
    position: [0, 96],
    parameters: { content: "So" },
  };
  const pinData = { Fetch: [{ json: { body: 7 } }] };
  const into = graphSchema.parse({ ...INTO, nodes: { Fetch: { kind: "end", position: { x: 0, y: 0 } } } });
  const made = await read({ ...N8N, nodes: [...N8N.nodes, sticky], pinData });
  const store = new EditorStore(into);
  const pasted = pasteForeign(into, store.get().places, made, { x: 0, y: 0 });
  if (!pasted.ok) throw new Error(pasted.message);
  expect(pasted.pins).toEqual({ Fetch2: { output: { status: 200, headers: {}, body: { body: 7 } } } });
  store.do(pasted.edit, pasted.select);
  expect(Object.keys(store.get().graph.nodes)).toEqual(["Fetch", "Fetch2", "Wait"]);
  expect(store.get().graph.layout?.notes).toMatchObject({ Why: { text: "So" } });
});

function cover(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
