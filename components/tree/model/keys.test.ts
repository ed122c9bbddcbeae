import { describe, expect, it } from "vitest";
import type { RunRow } from "#server/engine/live/wire";
import { KEYMAP } from "../../keys";
import { actionOf, DEPTH_KEYS, KEYS_ANYWHERE, KEYS_IN_TREE } from "./keys";
import { moved } from "./navigate";
import { TreeStore } from "./tree-store";

describe("actionOf", () => {
  it("knows what each command of the tree does, and reads the depth from the key", () => {
    expect(actionOf("tree.down", "ArrowDown")).toEqual({ do: "move", by: 1 });
    expect(actionOf("tree.previousError", "N")).toEqual({ do: "error", step: -1 });
    expect(actionOf("tree.depth", "7")).toEqual({ do: "depth", to: 7 });
    expect(actionOf("tree.depth", "x")).toBeNull();
    expect(actionOf("run.again", "r")).toBeNull();
  });

  it("has an action for every shortcut of the tree, and a shortcut for every action", () => {
    const shortcuts = Object.entries<{ scope: string }>(KEYMAP).filter(([, { scope }]) => scope === "tree");
    expect([...KEYS_IN_TREE, ...KEYS_ANYWHERE, DEPTH_KEYS].sort()).toEqual(
      shortcuts.map(([id]) => id).sort(),
    );
  });
});

describe("moved", () => {
  function store(): TreeStore {
    const made = new TreeStore((flush) => flush());
    const run = (no: number, parent: number | null, depth: number): RunRow => ({
      no,
      parent,
      node: "children",
      item: null,
      depth,
      slug: "a",
      label: null,
      status: "succeeded",
      startedAt: 0,
      endedAt: 1,
      activeNode: null,
      retries: 0,
      parked: 0,
      tokens: 0,
      costUsd: 0,
      failure: null,
    });
    made.load({
      incarnation: "i",
      seq: 1,
      tree: {
        treeId: "t",
        slug: "a",
        name: "A",
        revision: 1,
        status: "succeeded",
        paused: false,
        startedAt: 0,
        endedAt: 1,
        maxDepth: 9,
        maxRuns: 9,
      },
      rows: [
        run(0, null, 0),
        run(1, 0, 1),
        run(2, 1, 2),
        ...Array.from({ length: 30 }, (_, index) => run(index + 3, 2, 3)),
      ],
    });
    return made;
  }

  it("moves down, up and to the ends without leaving the list", () => {
    const tree = store();
    expect(moved(tree, null, { do: "move", by: 1 })).toBe("r0");
    expect(moved(tree, "r0", { do: "move", by: 1 })).toBe("r1");
    expect(moved(tree, "r0", { do: "move", by: -15 })).toBe("r0");
    expect(moved(tree, "r0", { do: "edge", to: "last" })).toBe("b2/children");
  });

  it("closes an open row first and then goes to its parent, a bundle counting as one", () => {
    const tree = store();
    expect(moved(tree, "r1", { do: "close" })).toBeNull();
    expect(tree.screen().map((line) => line.key)).toEqual(["r0", "r1"]);
    expect(moved(tree, "r1", { do: "close" })).toBe("r0");
    moved(tree, "r1", { do: "open" });
    moved(tree, "b2/children", { do: "open" });
    expect(moved(tree, "r3", { do: "parent" })).toBe("b2/children");
    expect(moved(tree, "b2/children", { do: "parent" })).toBe("r2");
  });

  it("opens a closed row first and then goes to its first child; a leaf stays as it is", () => {
    const tree = store();
    expect(moved(tree, "b2/children", { do: "open" })).toBeNull();
    expect(moved(tree, "b2/children", { do: "open" })).toBe("r3");
    expect(moved(tree, "r3", { do: "open" })).toBeNull();
    expect(tree.view.toggled.has(3)).toBe(false);
  });
});
