import { describe, expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { addNode, removeSelected, rename, setNode } from "./acts";
import { addNote, asideAt, asideBox, asidesOf, frameNodes, hiddenBy, resize, setAside } from "./asides";
import { copyText, pasteText } from "./clipboard";
import { codeEdit } from "./code";
import { dropped, movedBy } from "./drag";
import { type Box, boxOf, type Point } from "./geometry";
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
    const { key, edit } = addNote(graph, store.get().places, { x: 3, y: 203 });
    store.do(edit);
    for (const text of ["W", "Wh", "Why"]) {
      now += 100;
      store.do(setAside(asideIn(store, key), { path: "/text", value: text }));
    }
    expect(store.get().history.past).toHaveLength(2);
    expect(store.get().graph.layout?.notes?.["note"]).toMatchObject({ text: "Why", x: 0, y: 208 });
    const read = graphSchema.parse(JSON.parse(JSON.stringify(store.get().graph)));
    expect(codeEdit(store.get().graph, read).operations).toEqual([]);
  });

  it("has a name of its own beside others", () => {
    const store = new EditorStore(graph);
    noteIn(store);
    noteIn(store);
    expect(asidesOf(store.get().graph).map(({ key }) => key)).toEqual(["note:note", "note:note2"]);
  });

  it("and what is added covers no node, no other note, and no frame that is collapsed", () => {
    const { store, key } = framed("a", "b");
    store.do(setAside(asideIn(store, key), { path: "/collapsed", value: true }));
    for (const at of [asideBox(asideIn(store, key)), { x: 640, y: 400 }]) {
      const notes = [noteIn(store, at), noteIn(store, at)].map((note) => asideBox(asideIn(store, note)));
      const { graph: now, places } = store.get();
      const { edit, id } = addNode(now, places, { kind: "task", at });
      store.do(edit);
      const after = store.get();
      const boxes = [
        ...notes,
        asideBox(asideIn(store, key)),
        boxOf(after.graph, after.places, "c"),
        boxOf(after.graph, after.places, id),
      ];
      for (const [one, other] of pairs(boxes))
        expect([one, other, touch(one, other)]).toEqual([one, other, false]);
    }
  });
});

describe("what is copied", () => {
  const copyIn = (store: EditorStore, asides: readonly string[], nodes: readonly string[] = []) => {
    const { graph: now, places } = store.get();
    return copyText(now, places, { nodes: new Set(nodes), asides: new Set(asides) }) ?? "";
  };

  it("has frames with what they hold, and notes; pasted, all of it is beside where it was, under names of its own", () => {
    const { store, key } = framed("a", "b");
    const note = noteIn(store, { x: 0, y: 400 });
    store.do(setAside(asideIn(store, note), { path: "/text", value: "Why" }));
    const { graph: before, places } = store.get();
    const pasted = pasteText(before, places, copyIn(store, [key, note]));
    if (!pasted.ok) throw new Error(pasted.message);
    store.do(pasted.edit, pasted.select);
    const { graph: after, selection } = store.get();
    const was = before.layout?.frames?.["frame"];
    expect(after.layout?.frames).toEqual({
      frame: was,
      frame2: { ...was, x: (was?.x ?? 0) + 16, y: (was?.y ?? 0) + 16, nodes: ["a2", "b2"] },
    });
    expect(after.layout?.notes?.["note2"]).toMatchObject({ text: "Why", x: 16, y: 416 });
    expect(after.nodes["b2"]?.position).toEqual({ x: 336, y: 16 });
    expect(after.edges).toContainEqual({ source: "a2", target: "b2" });
    expect([...selection.nodes, ...(selection.asides ?? [])]).toEqual([
      "a2",
      "b2",
      "frame:frame2",
      "note:note2",
    ]);
    store.undo();
    expect(store.get().graph).toEqual(before);
  });

  it("may be a note alone", () => {
    const store = new EditorStore(graph);
    const text = copyIn(store, [noteIn(store, { x: 0, y: 400 })]);
    const pasted = pasteText(graph, store.get().places, text);
    if (!pasted.ok) throw new Error(pasted.message);
    expect(pasted.edit.label).toBe("Paste note note");
    const other = new EditorStore(graph);
    expect(other.do(pasted.edit, pasted.select)).toBe(true);
    expect([...(other.get().selection.asides ?? [])]).toEqual(["note:note"]);
  });

  it("is nothing where nothing is chosen", () => {
    expect(copyText(graph, new Map(), { nodes: new Set() })).toBeNull();
  });
});

it("nodes without a place stay where they were seen once something is drawn beside them", () => {
  const nodes = Object.fromEntries(
    Object.entries(graph.nodes).map(([id, { position: _, ...node }]) => [id, node]),
  ) as Graph["nodes"];
  const store = new EditorStore({ ...graph, nodes });
  const seen = store.get().places;
  noteIn(store);
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

/** A store's new note. */
function noteIn(store: EditorStore, at: Point = { x: 0, y: 0 }): string {
  const { graph: now, places } = store.get();
  const { key, edit } = addNote(now, places, at);
  store.do(edit);
  return key;
}

function pairs<T>(all: readonly T[]): readonly (readonly [T, T])[] {
  return all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other] as const));
}

function touch(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

function never(): never {
  throw new Error("there was nothing to remove");
}
