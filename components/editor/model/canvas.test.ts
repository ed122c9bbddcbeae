import { describe, expect, it } from "vitest";
import type { Graph, GraphEdge } from "#server/engine/graph/graph";
import { fingerprint } from "#server/engine/hash";
import { seeded } from "#server/engine/simulation/random";
import { editedGraph } from "#server/engine/testing/random-operations";
import type { Json } from "#server/engine/values/json";
import { codeOf } from "../../graph-text";
import { addNode, move, rename, setNode } from "./acts";
import { copyText, pasteText } from "./clipboard";
import { codeEdit, readCode } from "./code";
import { type Box, boundsOf, boxesOf, boxOf, freePlace, GRID, type Places, placesOf } from "./geometry";
import { edit, startHistory } from "./history";
import { mergeGraphs } from "./merge";
import { neighbour, stream } from "./navigate";
import { marksOf, ownerOf } from "./problems";
import { snap } from "./snap";
import { EditorStore } from "./store";
import { layOut, placeMissing, tidied } from "./tidy";

const LINE: Graph = {
  schemaVersion: 1,
  slug: "line",
  name: "Line",
  nodes: {
    a: { kind: "transform", output: 1 },
    b: { kind: "transform", output: "= nodes.a.output + 1" },
    c: { kind: "end", output: "= nodes.b.output" },
  },
  edges: [
    { source: "a", target: "b" },
    { source: "b", target: "c", when: "nodes.b.output > 1" },
  ],
};
const hashOf = (graph: Graph) => fingerprint(graph as unknown as Json);

function done(graph: Graph, given: Parameters<typeof edit>[1]): Graph {
  const edited = edit(startHistory(graph), given, 0);
  if (!edited.ok) throw new Error(edited.message);
  return edited.history.graph;
}

describe("canvas → code → canvas", () => {
  it("changes nothing, of 300 graphs of every kind", () => {
    for (let seed = 0; seed < 300; seed++) {
      const graph = editedGraph(seeded(seed));
      const read = readCode(codeOf(graph));
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      expect(codeEdit(graph, read.graph).operations).toEqual([]);
      expect(hashOf(read.graph)).toBe(hashOf(graph));
    }
  });

  it("leads from the graph to what was typed, however different, as one edit", () => {
    for (let seed = 0; seed < 60; seed++) {
      const [one, other] = [editedGraph(seeded(seed)), editedGraph(seeded(seed + 1_000))];
      expect(hashOf(done(one, codeEdit(one, other)))).toBe(hashOf(other));
    }
  });

  it("says where a text is no graph", () => {
    expect(readCode("{")).toMatchObject({ ok: false, problems: [{ path: "" }] });
    expect(readCode(codeOf({ ...LINE, nodes: { a: { kind: "tusk" } } }))).toMatchObject({
      ok: false,
      problems: [{ code: "G006", path: "/nodes/a/kind" }],
    });
  });
});

function copied(graph: Graph, places: Places, ...ids: string[]): string {
  return copyText(graph, places, { nodes: new Set(ids) }) ?? "";
}

describe("the clipboard", () => {
  const places = placeMissing(LINE);

  it("pastes under free names, expressions and inner edges with it, beside what was copied", () => {
    const pasted = pasteText(LINE, places, copied(LINE, places, "b", "c"));
    if (!pasted.ok) throw new Error(pasted.message);
    const graph = done(LINE, pasted.edit);
    expect([...pasted.select.nodes]).toEqual(["b2", "c2"]);
    expect(graph.nodes["c2"]).toMatchObject({ output: "= nodes.b2.output" });
    // What it read outside of what was copied is still what it reads.
    expect(graph.nodes["b2"]).toMatchObject({ output: "= nodes.a.output + 1" });
    expect(graph.edges.slice(2)).toEqual([{ source: "b2", target: "c2", when: "nodes.b2.output > 1" }]);
    const [before, after] = [places.get("b"), graph.nodes["b2"]?.position];
    expect(after).toEqual({ x: (before?.x ?? 0) + GRID, y: (before?.y ?? 0) + GRID });
  });

  it("pastes a second time a step further, and at a point if there is one", () => {
    const text = copied(LINE, places, "a");
    const first = pasteText(LINE, places, text);
    if (!first.ok) throw new Error(first.message);
    const graph = done(LINE, first.edit);
    const all = placesOf(graph, places);
    const second = pasteText(graph, all, text);
    const there = pasteText(graph, all, text, { x: 803, y: 99 });
    const at = (result: typeof second) =>
      result.ok && result.edit.operations[0]?.op === "addNode"
        ? result.edit.operations[0].node.position
        : null;
    expect(at(second)).toEqual({
      x: (places.get("a")?.x ?? 0) + 2 * GRID,
      y: (places.get("a")?.y ?? 0) + 2 * GRID,
    });
    expect(at(there)).toEqual({ x: 800, y: 96 });
  });

  it("takes a whole graph, into an empty one unchanged", () => {
    const empty: Graph = { ...LINE, nodes: {}, edges: [] };
    const pasted = pasteText(empty, new Map(), codeOf(LINE));
    if (!pasted.ok) throw new Error(pasted.message);
    expect(done(empty, pasted.edit).edges).toEqual(LINE.edges);
  });

  it.each([
    ["hello", "no JSON"],
    ["null", "no nodes"],
    ['{"nodes":{}}', "no nodes"],
    ['{"nodes":{"a":{"kind":"tusk"}}}', "/nodes/a/kind"],
  ])("says why %s cannot be pasted", (text, words) => {
    expect(pasteText(LINE, places, text)).toMatchObject({
      ok: false,
      message: expect.stringContaining(words),
    });
  });
});

function overlap(one: Box, other: Box): boolean {
  const apart = (start: "x" | "y", size: "width" | "height") =>
    one[start] + one[size] <= other[start] || other[start] + other[size] <= one[start];
  return !apart("x", "width") && !apart("y", "height");
}

/** Pixels between the ends of an edge, once it is laid out. */
function gapOf(graph: Graph, { source, target }: GraphEdge): number {
  const places = layOut(graph);
  const from = boxOf(graph, places, source);
  return boxOf(graph, places, target).x - from.x - from.width;
}

describe("places", () => {
  it("lay a graph out left to right, on the grid, without overlaps", () => {
    for (let seed = 0; seed < 30; seed++) {
      const graph = editedGraph(seeded(seed));
      const places = layOut(graph);
      const boxes = Object.keys(graph.nodes).map((id) => boxOf(graph, places, id));
      for (const { x, y } of boxes) expect([x % GRID, y % GRID].map(Math.abs)).toEqual([0, 0]);
      expect(boxes.some((one, i) => boxes.slice(i + 1).some((other) => overlap(one, other)))).toBe(false);
    }
    const line = layOut(LINE);
    expect((line.get("a")?.x ?? 0) < (line.get("b")?.x ?? 0)).toBe(true);
  });

  it("leave room between cards for what stands on the edge", () => {
    for (const when of ["input.more", "size(input.list) > 0 && input.n < 20"]) {
      const edges = LINE.edges.map((edge, at) => (at === 0 ? { ...edge, when } : edge));
      const graph = { ...LINE, edges };
      const [edge] = edges;
      if (!edge) throw new Error("it has an edge");
      const gap = gapOf(graph, edge);
      expect(gap).toBeGreaterThanOrEqual(Math.min(144, when.length * 6.6) + 24);
      // No further than that: the grid moves each end by half a step at most.
      expect(gap).toBeLessThanOrEqual(144 + 24 + GRID);
      expect(gapOf(LINE, edge)).toBeLessThan(gap);
    }
  });

  it("of nodes without one are below the others; those that have one keep it", () => {
    const graph = done(LINE, move(new Map([["a", { x: 5, y: 7 }]])));
    const places = placesOf(graph, placeMissing(graph));
    expect(places.get("a")).toEqual({ x: 5, y: 7 });
    expect(places.get("b")?.y).toBeGreaterThan(7 + 56);
  });

  it("tidied in part stay where the part was", () => {
    const graph = done(
      LINE,
      move(
        new Map([
          ["a", { x: 0, y: 0 }],
          ["b", { x: 1_600, y: 800 }],
          ["c", { x: 1_680, y: 960 }],
        ]),
      ),
    );
    const places = placesOf(graph, new Map());
    const fresh = tidied(graph, places, ["b", "c"]);
    expect([...fresh.keys()]).toEqual(["b", "c"]);
    const bounds = boundsOf(["b", "c"].map((id) => boxOf(graph, fresh, id)));
    expect(bounds).toMatchObject({ x: 1_600, y: 800 });
  });

  it("that are taken are not given twice: a new node goes below", () => {
    const graph = done(
      LINE,
      move(
        new Map([
          ["a", { x: 0, y: 0 }],
          ["b", { x: 0, y: 112 }],
          ["c", { x: 900, y: 0 }],
        ]),
      ),
    );
    const places = placesOf(graph, new Map());
    expect(freePlace(boxesOf(graph, places), { x: 7, y: 7 })).toEqual({ x: 0, y: 192 });
    expect(freePlace(boxesOf(graph, places), { x: 400, y: 7 })).toEqual({ x: 400, y: 0 });
  });

  it("of a moved box are in line with one that is near, with a guide, and else on the grid", () => {
    const size = { width: 200, height: 56 };
    const other = { x: 101, y: 300, ...size };
    const snapped = snap({ x: 105, y: 7, ...size }, [other]);
    expect(snapped.at).toEqual({ x: 101, y: 0 });
    expect(snapped.guides).toEqual([{ axis: "x", at: 101, from: 0, to: 356 }]);
    expect(snap({ x: 140, y: 7, ...size }, [other])).toEqual({ at: { x: 144, y: 0 }, guides: [] });
  });
});

describe("the store", () => {
  it("draws a graph without places, and changes nothing of it by that", () => {
    const store = new EditorStore(LINE);
    expect(store.get().graph).toBe(LINE);
    expect(store.get().places.size).toBe(3);
    expect(store.get().history.past).toEqual([]);
  });

  it("leaves every node where it was seen after an edit of the structure, and after opening it again", () => {
    const store = new EditorStore(LINE);
    const { places } = store.get();
    store.do(addNode(LINE, places, { kind: "task", at: { x: 0, y: 400 }, from: { source: "a" } }).edit);
    const again = new EditorStore(store.get().graph);
    for (const [id, place] of places) expect(again.get().places.get(id)).toEqual(place);
    store.undo();
    expect(store.get().graph).toEqual(LINE);
    expect(store.get().places).toEqual(places);
  });

  it("states no places for a change of a field, and a renamed node stays where it is", () => {
    const store = new EditorStore(LINE);
    const { places } = store.get();
    store.do(setNode("a", { path: "/output", value: 2 }));
    store.do(rename("b", "beta"));
    expect(store.get().graph.nodes["a"]).not.toHaveProperty("position");
    expect(store.get().places.get("beta")).toEqual(places.get("b"));
    store.undo();
    expect(store.get().places.get("b")).toEqual(places.get("b"));
  });

  it("keeps of the selection what is still there, and says why an edit was refused until the next", () => {
    const store = new EditorStore(LINE);
    store.select({ nodes: new Set(["a", "b"]) });
    store.do({ label: "x", operations: [{ op: "removeNode", id: "b" }] });
    expect([...store.get().selection.nodes]).toEqual(["a"]);
    expect(store.do(rename("a", "c"))).toBe(false);
    expect(store.get().refusal).toContain('a node "c" already');
    store.do(setNode("a", { path: "/output", value: 3 }));
    expect(store.get().refusal).toBeNull();
  });
});

describe("merging what two people have made of a graph", () => {
  const mine = done(LINE, setNode("a", { path: "/output", value: 5 }));

  it("takes from each what only they have changed", () => {
    const theirs = done(done(LINE, setNode("b", { path: "/name", value: "Theirs" })), {
      label: "x",
      operations: [{ op: "setMeta", set: { description: "d" } }],
    });
    const { graph, clashes } = mergeGraphs(LINE, mine, theirs);
    expect(clashes).toEqual([]);
    expect(graph.nodes).toEqual({ ...LINE.nodes, a: mine.nodes["a"], b: theirs.nodes["b"] });
    expect(graph.description).toBe("d");
  });

  it("names what both have changed, and has it as is chosen", () => {
    const theirs = done(LINE, { label: "x", operations: [{ op: "removeNode", id: "a" }] });
    const merged = mergeGraphs(LINE, mine, theirs);
    expect(merged.clashes).toEqual([
      { key: "node a", what: "node", name: "a", field: "", mine: "changed", theirs: "removed", rows: [] },
    ]);
    expect(merged.graph.nodes["a"]).toEqual(mine.nodes["a"]);
    const other = mergeGraphs(LINE, mine, theirs, { "node a": "theirs" }).graph;
    expect(other.nodes["a"]).toBeUndefined();
    // An edge to what has gone goes too.
    expect(other.edges.every(({ source }) => source !== "a")).toBe(true);
  });

  it("asks for a field that both have changed, and takes the others as one of them has made them", () => {
    const named = done(LINE, setNode("a", { path: "/name", value: "Theirs" }));
    const theirs = done(named, setNode("a", { path: "/output", value: 6 }));
    const { clashes, graph } = mergeGraphs(LINE, mine, theirs, { "node a output": "theirs" });
    expect(clashes).toEqual([
      {
        key: "node a output",
        what: "node",
        name: "a",
        field: "output",
        mine: "changed",
        theirs: "changed",
        rows: [{ path: "output", before: 5, after: 6 }],
      },
    ]);
    expect(graph.nodes["a"]).toEqual(theirs.nodes["a"]);
    expect(mergeGraphs(LINE, named, mine)).toMatchObject({
      clashes: [],
      graph: { nodes: { a: { name: "Theirs", output: 5 } } },
    });
  });

  it("never mixes the fields of two kinds", () => {
    const theirs = done(LINE, {
      label: "x",
      operations: [{ op: "replaceNode", id: "a", node: { kind: "end" } }],
    });
    const { clashes, graph } = mergeGraphs(LINE, mine, theirs, { "node a": "theirs" });
    expect(clashes).toMatchObject([{ key: "node a", field: "" }]);
    expect(graph.nodes["a"]).toEqual({ kind: "end" });
  });

  it("is mine where nobody else has changed anything, and theirs where I have not", () => {
    for (let seed = 0; seed < 40; seed++) {
      const [base, other] = [editedGraph(seeded(seed)), editedGraph(seeded(seed + 500))];
      expect(hashOf(mergeGraphs(base, other, base).graph)).toBe(hashOf(other));
      expect(hashOf(mergeGraphs(base, base, other).graph)).toBe(hashOf(other));
    }
  });
});

describe("moving about", () => {
  it("follows edges to the left and right, and goes to the nearest one above and below", () => {
    const graph = done(
      LINE,
      move(
        new Map([
          ["a", { x: 0, y: 0 }],
          ["b", { x: 300, y: 0 }],
          ["c", { x: 310, y: 200 }],
        ]),
      ),
    );
    const places = placesOf(graph, new Map());
    expect(neighbour(graph, places, "a", "right")).toBe("b");
    expect(neighbour(graph, places, "c", "left")).toBe("b");
    expect(neighbour(graph, places, "b", "down")).toBe("c");
    expect(neighbour(graph, places, "c", "up")).toBe("b");
    expect(neighbour(graph, places, "a", "left")).toBeNull();
    expect([...stream(graph, "b", "down")]).toEqual(["b", "c"]);
    expect([...stream(graph, "c", "up")]).toEqual(["c", "b", "a"]);
  });
});

describe("problems", () => {
  it("stand at the node, edge or field that they are about", () => {
    expect(ownerOf(LINE, { path: "/nodes/a/output" })).toEqual({ of: "node", id: "a", field: "/output" });
    expect(ownerOf(LINE, { path: "/edges/1/when" })).toEqual({ of: "edge", key: "b.>c", field: "/when" });
    expect(ownerOf(LINE, { path: "/limits/maxDepth" })).toEqual({
      of: "workflow",
      field: "/limits/maxDepth",
    });
    expect(ownerOf(LINE, { path: "/nodes/gone" })).toMatchObject({ of: "workflow" });
    const marks = marksOf(LINE, [{ code: "V001", level: "error", path: "/nodes/b/output", message: "" }]);
    expect([...marks.nodes.keys()]).toEqual(["b"]);
  });
});
