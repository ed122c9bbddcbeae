import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { graphSchema } from "#server/engine/graph/graph";
import { GROUP_IDLE_MS } from "./history";
import { sayEdits } from "./said";
import { EditorStore } from "./store";

const graph = graphSchema.parse({
  schemaVersion: 1,
  slug: "said",
  name: "Said",
  nodes: { a: { kind: "transform", output: 1 }, b: { kind: "end" } },
  edges: [{ source: "a", target: "b" }],
});

function editor() {
  const store = new EditorStore(graph, Date.now);
  const said: string[] = [];
  const stop = sayEdits(store, (text) => said.push(text));
  const remove = (id: string) =>
    store.do({ label: `Remove node ${id}`, operations: [{ op: "removeNode", id }] });
  const name = (id: string, value: string) =>
    store.do({
      label: `Change name of ${id}`,
      group: `name ${id}`,
      operations: [{ op: "setNode", id, changes: [{ path: "/name", value }] }],
    });
  return { store, said, stop, remove, name };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("what is said of edits", () => {
  test("each as it is done, and what is undone and redone, one or several; choosing is silent", () => {
    const { store, said, remove } = editor();
    store.select({ nodes: new Set(["a"]) });
    remove("a");
    remove("b");
    store.undo();
    store.redo();
    store.goTo(0);
    store.goTo(2);
    expect(said).toEqual([
      "Remove node a",
      "Remove node b",
      "Undone: Remove node b",
      "Redone: Remove node b",
      "Undone: 2 edits, back to before Remove node a",
      "Redone: 2 edits, up to Remove node b",
    ]);
  });

  test("an edit that takes the place of what was undone is no redoing", () => {
    const { store, said, remove } = editor();
    remove("a");
    store.undo();
    remove("b");
    expect(said.at(-1)).toBe("Remove node b");
  });

  test("what is typed is said once it rests, or as something else is done", () => {
    const { store, said, name, remove } = editor();
    for (const value of ["W", "Wo", "Wor"]) {
      name("a", value);
      vi.advanceTimersByTime(GROUP_IDLE_MS / 2);
    }
    expect(said).toEqual([]);
    vi.runAllTimers();
    expect(said).toEqual(["Change name of a"]);
    name("a", "Word");
    name("b", "X");
    expect(said).toEqual(["Change name of a", "Change name of a"]);
    remove("a");
    expect(said.at(-1)).toBe("Change name of b. Remove node a");
    store.undo();
    vi.runAllTimers();
    expect(said).toHaveLength(4);
  });

  test("nothing is said by an editor that was left", () => {
    const { said, name, remove, stop } = editor();
    name("a", "W");
    stop();
    remove("b");
    vi.runAllTimers();
    expect(said).toEqual([]);
  });
});
