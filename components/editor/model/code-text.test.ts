import { describe, expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { diffGraphs } from "#server/engine/modification/diff";
import { codeOf } from "../../graph-text";
import { setNode } from "./acts";
import { CodeText, isOvertaken, shownText } from "./code-text";
import { EditorStore } from "./store";

const GRAPH: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "kept",
  name: "Kept",
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "end" } },
  edges: [{ source: "a", target: "b" }],
});

function begun() {
  const [code, store] = [new CodeText(), new EditorStore(GRAPH)];
  return {
    code,
    store,
    shown: () => shownText(code.get(), store.get().graph),
    others: (graph: Graph) =>
      store.do({ label: "Changes of Bea", by: "Bea", operations: diffGraphs(store.get().graph, graph) }),
  };
}

const half = codeOf(GRAPH).slice(0, -20);

describe("text in Code", () => {
  it("follows the graph as long as all of it is on the canvas", () => {
    const { code, store, shown } = begun();
    const own = codeOf(GRAPH).replace('"output": 1', '"output":   2');
    code.type(store, own);
    expect(store.get().graph.nodes["a"]).toMatchObject({ output: 2 });
    expect([shown(), code.isLoose]).toEqual([own, false]);
    store.undo();
    expect(shown()).toBe(codeOf(GRAPH));
    code.write("yaml");
    expect(shown()).toBe(codeOf(GRAPH, "yaml"));
  });

  it("that is not on the canvas stays as it was typed, whoever changes the graph", () => {
    const { code, store, shown, others } = begun();
    code.type(store, half);
    expect([shown(), code.isLoose]).toEqual([half, true]);
    others({ ...GRAPH, name: "Theirs" });
    store.do(setNode("a", { path: "/output", value: 5 }));
    expect(shown()).toBe(half);
    const { typed } = code.get();
    expect(typed && isOvertaken(typed, store.get().graph)).toBe(true);
    store.undo();
    store.undo();
    expect(typed && isOvertaken(typed, store.get().graph)).toBe(false);
    code.write();
    expect([shown(), code.isLoose]).toEqual([codeOf(GRAPH), false]);
  });

  it("is taken over once it can be read, and says meanwhile why it is not", () => {
    const { code, store } = begun();
    code.type(store, codeOf({ ...GRAPH, edges: [{ source: "a", target: "new" }] }));
    expect(code.get().typed).toMatchObject({ taken: false, refusal: expect.stringContaining("new") });
    const whole = {
      ...GRAPH,
      nodes: { ...GRAPH.nodes, new: { kind: "end" } },
      edges: [{ source: "a", target: "new" }],
    };
    code.type(store, codeOf(whole));
    expect(code.isLoose).toBe(false);
    expect(store.get().graph).toMatchObject(whole);
  });

  it("never takes back what others have done meanwhile: it is put on the canvas when that is said, and as changes", () => {
    const { code, store, shown, others } = begun();
    code.type(store, half);
    others({ ...GRAPH, name: "Theirs" });
    const mine = codeOf(GRAPH).replace('"output": 1', '"output": 2');
    code.type(store, mine);
    expect(code.isLoose).toBe(true);
    expect(store.get().graph).toMatchObject({ name: "Theirs", nodes: { a: { output: 1 } } });
    code.put(store);
    expect(code.isLoose).toBe(false);
    expect(store.get().graph).toMatchObject({ name: "Theirs", nodes: { a: { output: 2 } } });
    expect(shown()).toBe(codeOf(store.get().graph));
  });

  it("with another slug is no draft of this workflow, and nothing of it is done", () => {
    const { code, store } = begun();
    code.type(store, codeOf({ ...GRAPH, slug: "other", name: "Other" }));
    expect(code.isLoose).toBe(true);
    expect(store.get().graph).toBe(GRAPH);
  });
});
