import { describe, expect, it } from "vitest";
import { conflictsIn } from "./conflicts";
import { KEYMAP, type Shortcut } from "./keymap";
import { shortcutsByScope } from "./sheet";

const shortcut = (scope: Shortcut["scope"], ...keys: string[]): Shortcut => ({
  scope,
  text: keys.join(),
  keys,
});

describe("the keymap", () => {
  it("has no two shortcuts that could take each other's keys", () => {
    expect(conflictsIn(KEYMAP)).toEqual([]);
  });

  it("says in words what each shortcut does, differently for each of a scope", () => {
    const said = Object.values<Shortcut>(KEYMAP).map(({ scope, text }) => `${scope}: ${text}`);
    expect(new Set(said).size).toBe(said.length);
  });
});

describe("conflictsIn", () => {
  it("finds the same key twice where both count, whatever its case", () => {
    const found = conflictsIn({ a: shortcut("global", "x"), b: shortcut("tree", "X") });
    expect(found).toEqual([{ between: ["a", "b"], keys: "x" }]);
  });

  it("lets scopes that are never there together use the same key", () => {
    expect(conflictsIn({ a: shortcut("list", "r"), b: shortcut("run", "r") })).toEqual([]);
  });

  it("finds a key that hides a sequence which begins with it", () => {
    expect(conflictsIn({ a: shortcut("global", "g r"), b: shortcut("list", "g") })).toHaveLength(1);
    expect(conflictsIn({ a: shortcut("global", "g r"), b: shortcut("list", "r") })).toEqual([]);
  });

  it("finds a digit within a range, and tells keys from the same with a modifier", () => {
    expect(conflictsIn({ a: shortcut("run", "([0-9])"), b: shortcut("tree", "4") })).toHaveLength(1);
    expect(conflictsIn({ a: shortcut("run", "d"), b: shortcut("global", "Shift+D") })).toEqual([]);
  });

  it("looks at the keys of other layouts too", () => {
    const other = { ...shortcut("global", "Shift+?"), also: ["?"] };
    expect(conflictsIn({ a: other, b: shortcut("run", "?") })).toHaveLength(1);
  });
});

describe("shortcutsByScope", () => {
  it("lists only what has a command now, the innermost scope first", () => {
    const groups = shortcutsByScope(["palette.open", "tree.root", "run.again", "unknown"]);
    expect(groups.map(({ heading, shortcuts }) => [heading, shortcuts.map(({ id }) => id)])).toEqual([
      ["Tree", ["tree.root"]],
      ["Run", ["run.again"]],
      ["Everywhere", ["palette.open"]],
    ]);
  });

  it("leaves no shortcut out, whatever its scope", () => {
    const ids = Object.keys(KEYMAP);
    const listed = shortcutsByScope(ids).flatMap(({ shortcuts }) => shortcuts.map(({ id }) => id));
    expect(listed.toSorted()).toEqual(ids.toSorted());
  });
});
