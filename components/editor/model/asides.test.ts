import { describe, expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { removeSelected, rename, setNode } from "./acts";
import { addNote, asideAt, asideBox, asidesOf, frameNodes, hiddenBy, resize, setAside } from "./asides";
import { codeEdit } from "./code";
import { dropped, movedBy } from "./drag";
import { boxOf } from "./geometry";
import { mergeGraphs } from "./merge";
import { EditorStore } from "./store";

const graph: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "drawn",
  name: "Drawn",
  nodes: {
    a: { kind: "task", task: "work", position: { x: 0, y: 0 } },
    b: { kind: "task", task: "work", position: { x: 320, y: 0 } },
    c: { kind: "end", position: { x: 640, y: 400 } },
  },
  edges: [
    { source: "a", target: "b" },
    { source: "b", target: "c" },
  ],
});

/** A store in which the nodes are framed. */
function framed(...ids: string[]) {
  const store = new EditorStore(graph);
  const made = frameNodes(store.get().graph, store.get().places, ids);
  if (!made || !store.do(made.edit, { asides: new Set([made.key]) })) throw new Error("not framed");
  return { store, key: made.key };
}

function asideIn(store: EditorStore, key: string) {
  const aside = asideAt(store.get().graph, key);
  if (!aside) throw new Error(`there is no ${key}`);
  return aside;
}

const frameIn = (store: EditorStore) => store.get().graph.layout?.frames?.["frame"];

function drag(store: EditorStore, keys: readonly string[], by: { x: number; y: number }): void {
  const { graph: now, places } = store.get();
  const edit = dropped(now, places, movedBy(now, places, keys, by));
  if (edit) store.do(edit);
}

describe("a frame", () => {
  it("is drawn around the nodes that it is made of, and undo takes it away", () => {
    const { store, key } = framed("a", "b");
    const box = asideBox(asideIn(store, key));
    for (const id of ["a", "b"]) {
      const node = boxOf(store.get().graph, store.get().places, id);
      expect(node.x).toBeGreaterThan(box.x);
      expect(node.y).toBeGreaterThan(box.y);
      expect(node.x + node.width).toBeLessThan(box.x + box.width);
      expect(node.y + node.height).toBeLessThan(box.y + box.height);
    }
    expect([...(store.get().selection.asides ?? [])]).toEqual([key]);
    store.undo();
    expect(store.get().graph).toEqual(graph);
    expect(store.get().selection.asides).toBeUndefined();
    store.redo();
    expect(frameIn(store)?.nodes).toEqual(["a", "b"]);
  });

  it("takes its nodes along when it is moved, as one edit", () => {
    const { store, key } = framed("a", "b");
    const before = asideBox(asideIn(store, key));
    drag(store, [key], { x: 32, y: -16 });
    expect(asideBox(asideIn(store, key))).toEqual({ ...before, x: before.x + 32, y: before.y - 16 });
    expect(store.get().places.get("a")).toEqual({ x: 32, y: -16 });
    expect(store.get().places.get("b")).toEqual({ x: 352, y: -16 });
    expect(store.get().places.get("c")).toEqual({ x: 640, y: 400 });
    store.undo();
    expect(store.get().places.get("a")).toEqual({ x: 0, y: 0 });
    expect(asideBox(asideIn(store, key))).toEqual(before);
  });

  it("holds a node that is dropped into it, and no more one that is dragged out", () => {
    const { store } = framed("a", "b");
    drag(store, ["c"], { x: -480, y: -400 });
    expect(frameIn(store)?.nodes).toEqual(["a", "b", "c"]);
    drag(store, ["a"], { x: 0, y: 900 });
    expect(frameIn(store)?.nodes).toEqual(["b", "c"]);
    store.undo();
    store.undo();
    expect(frameIn(store)?.nodes).toEqual(["a", "b"]);
  });

  it("holds what lies in it once it was given another size", () => {
    const { store, key } = framed("a", "b");
    const { graph: now, places } = store.get();
    store.do(resize(now, places, asideIn(store, key), { x: -32, y: -60, width: 300, height: 150 }));
    expect(frameIn(store)).toMatchObject({ width: 300, height: 150, nodes: ["a"] });
  });

  it("goes on holding a node under another name, and one whose removal was undone", () => {
    const { store } = framed("a", "b");
    store.do(rename("a", "first"));
    expect(frameIn(store)?.nodes).toEqual(["first", "b"]);
    store.do(removeSelected(store.get().graph, { nodes: new Set(["b"]), edges: new Set() }) ?? never());
    store.undo();
    expect(frameIn(store)?.nodes).toEqual(["first", "b"]);
  });

  it("hides its nodes while it is collapsed, and is no larger than a node then", () => {
    const { store, key } = framed("a", "b");
    store.do(setAside(asideIn(store, key), { path: "/collapsed", value: true }));
    expect([...hiddenBy(store.get().graph)]).toEqual([
      ["a", key],
      ["b", key],
    ]);
    expect(asideBox(asideIn(store, key))).toMatchObject({ width: 208, height: 56 });
    drag(store, [key], { x: 16, y: 0 });
    expect(store.get().places.get("b")).toEqual({ x: 336, y: 0 });
    store.do(setAside(asideIn(store, key), { path: "/collapsed" }));
    expect(hiddenBy(store.get().graph).size).toBe(0);
  });

  it("is removed without its nodes, and nothing of it is left", () => {
    const { store, key } = framed("a", "b");
    const none = { nodes: new Set<string>(), edges: new Set<string>() };
    const edit = removeSelected(store.get().graph, { ...none, asides: new Set([key]) }) ?? never();
    expect(edit.label).toBe("Remove frame frame");
    store.do(edit);
    expect(store.get().graph).toEqual(graph);
    store.undo();
    expect(frameIn(store)?.nodes).toEqual(["a", "b"]);
  });
});

describe("a note", () => {
  it("says what is typed, as one entry of the history, and goes through code as it is", () => {
    let now = 0;
    const store = new EditorStore(graph, () => now);
    const { key, edit } = addNote(graph, { x: 3, y: 9 });
    store.do(edit);
    for (const text of ["W", "Wh", "Why"]) {
      now += 100;
      store.do(setAside(asideIn(store, key), { path: "/text", value: text }));
    }
    expect(store.get().history.past).toHaveLength(2);
    expect(store.get().graph.layout?.notes?.["note"]).toMatchObject({ text: "Why", x: 0, y: 16 });
    const read = graphSchema.parse(JSON.parse(JSON.stringify(store.get().graph)));
    expect(codeEdit(store.get().graph, read).operations).toEqual([]);
  });

  it("has a name of its own beside others", () => {
    const store = new EditorStore(graph);
    store.do(addNote(store.get().graph, { x: 0, y: 0 }).edit);
    store.do(addNote(store.get().graph, { x: 0, y: 0 }).edit);
    expect(asidesOf(store.get().graph).map(({ key }) => key)).toEqual(["note:note", "note:note2"]);
  });
});

it("nodes without a place stay where they were seen once something is drawn beside them", () => {
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes).map(([id, { position: _, ...node }]) => [id, node]),
  ) as Graph["nodes"];
  const store = new EditorStore({ ...graph, nodes });
  const seen = store.get().places;
  store.do(addNote(store.get().graph, { x: 0, y: 0 }).edit);
  store.do(setNode("a", { path: "/name", value: "Named" }));
  expect(new EditorStore(store.get().graph).get().places).toEqual(seen);
});

it("frames of one person and nodes of another are merged", () => {
  const { store } = framed("a", "b");
  const theirs = { ...graph, nodes: { ...graph.nodes, d: { kind: "end" as const } } };
  const merged = mergeGraphs(graph, store.get().graph, theirs);
  expect(merged.clashes).toEqual([]);
  expect(merged.graph.layout?.frames?.["frame"]?.nodes).toEqual(["a", "b"]);
  expect(Object.keys(merged.graph.nodes)).toContain("d");
});

function never(): never {
  throw new Error("there was nothing to remove");
}
