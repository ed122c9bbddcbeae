import { describe, expect, it } from "vitest";
import { type Graph, graphSchema } from "#server/engine/graph/graph";
import { diffGraphs } from "#server/engine/modification/diff";
import { move, rename, setNode } from "./acts";
import { type History, theirsTakenBack } from "./history";
import { mergeGraphs } from "./merge";
import { renamesBetween } from "./renames";
import { EditorStore } from "./store";

const SAVED: Graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "w",
  name: "W",
  nodes: {
    a: { kind: "transform", output: 1, position: { x: 0, y: 0 } },
    b: { kind: "transform", output: "= nodes.a.output", position: { x: 320, y: 0 } },
  },
  edges: [{ source: "a", target: "b" }],
});

/** What somebody else has made of what is saved. */
function theirsBy(edit: Parameters<EditorStore["do"]>[0]): Graph {
  const store = new EditorStore(SAVED);
  store.do(edit);
  return store.get().graph;
}

const told = ({ past }: History) => past.map(({ label, by }) => `${label}, ${by ?? "me"}`);
const THEIRS = theirsBy(setNode("a", { path: "/description", value: "Theirs" }));

describe("what was merged", () => {
  it("is taken back edit by edit, each of them mine, until only theirs stands there", () => {
    const store = new EditorStore(SAVED, () => 5_000);
    store.do(setNode("b", { path: "/name", value: "Mine" }));
    store.do(move(new Map([["b", { x: 320, y: 160 }]])));
    const before = store.get().history;
    const { graph: merged } = mergeGraphs(SAVED, store.get().graph, THEIRS);
    expect(store.merge({ saved: SAVED, by: "Ada", theirs: THEIRS, merged })).toBe(true);
    expect(store.get().graph).toEqual(merged);
    const { history } = store.get();
    expect(told(history)).toEqual(["Changes of Ada, Ada", "Change name of b, me", "Move b, me"]);
    expect(history.past[0]?.id).toBeGreaterThan(before.past.at(-1)?.id ?? 0);

    store.undo();
    expect(store.get().graph.nodes).toMatchObject({
      a: { description: "Theirs" },
      b: { name: "Mine", position: { y: 0 } },
    });
    store.undo();
    expect(store.get().graph).toEqual(THEIRS);
    store.redo();
    store.redo();
    expect(store.get().graph).toEqual(merged);
  });

  it("is one entry where somebody was asked whose it is to be", () => {
    const store = new EditorStore(SAVED);
    store.do(setNode("a", { path: "/description", value: "Mine" }));
    store.do(setNode("b", { path: "/name", value: "Mine" }));
    const mine = store.get().graph;
    const { graph: merged } = mergeGraphs(SAVED, mine, THEIRS, { "node a description": "theirs" });
    store.merge({ saved: SAVED, by: "Ada", theirs: THEIRS, merged });
    expect(told(store.get().history)).toEqual(["Changes of Ada, Ada", "Merge with Ada, me"]);
    store.undo();
    expect(store.get().graph).toEqual(THEIRS);
  });

  it("keeps what was done before it was saved, and whom nodes were renamed by", () => {
    const store = new EditorStore(SAVED);
    store.do(setNode("b", { path: "/name", value: "Saved" }));
    const saved = store.get().graph;
    store.do(setNode("b", { path: "/timeoutMs", value: 5 }));
    const begun = store.get().history;
    const other = new EditorStore(saved);
    other.do(rename("a", "first"));
    const theirs = other.get().graph;
    const { graph: merged } = mergeGraphs(saved, store.get().graph, theirs, { "node b": "mine" });
    store.merge({ saved, by: "Ada", theirs, merged });
    expect(told(store.get().history).slice(0, 2)).toEqual(["Change name of b, me", "Changes of Ada, Ada"]);
    expect([...renamesBetween(begun, store.get().history)]).toEqual([["a", "first"]]);
    store.goTo(1);
    expect(store.get().graph).toEqual(saved);
  });

  it("is put on top where it was saved in the midst of an edit", () => {
    const store = new EditorStore(SAVED, () => 0);
    store.do(setNode("b", { path: "/name", value: "M" }));
    const saved = store.get().graph;
    store.do(setNode("b", { path: "/name", value: "Mine" }));
    const mine = store.get().graph;
    const theirs = new EditorStore(saved);
    theirs.do(setNode("a", { path: "/description", value: "Theirs" }));
    const { graph: merged } = mergeGraphs(saved, mine, theirs.get().graph);
    expect(store.merge({ saved, by: "Ada", theirs: theirs.get().graph, merged })).toBe(true);
    expect(store.get().graph).toEqual(merged);
    expect(told(store.get().history)).toEqual(["Change name of b, me", "Merge with Ada, Ada"]);
    store.undo();
    expect(store.get().graph).toEqual(mine);
  });
});

describe("what somebody else has saved", () => {
  it("is told when it is taken back, and done again up to there", () => {
    const store = new EditorStore(SAVED);
    store.do({ label: "Changes of Ada", by: "Ada", operations: diffGraphs(SAVED, THEIRS) });
    store.do(setNode("b", { path: "/name", value: "Mine" }));
    const before = store.get().history;
    store.undo();
    const mine = store.get().history;
    expect(theirsTakenBack(before, mine)).toEqual([]);
    store.undo();
    const [taken, ...more] = theirsTakenBack(mine, store.get().history);
    expect([taken?.label, more]).toEqual(["Changes of Ada", []]);
    if (taken) store.redoTo(taken);
    expect([told(store.get().history), store.get().graph]).toEqual([["Changes of Ada, Ada"], THEIRS]);
    store.undo();
    store.do(setNode("b", { path: "/name", value: "Other" }));
    if (taken) store.redoTo(taken);
    expect(told(store.get().history)).toEqual(["Change name of b, me"]);
  });
});
