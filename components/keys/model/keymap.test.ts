import { describe, expect, it } from "vitest";
import { conflictsIn } from "./conflicts";
import { KEYMAP, type Shortcut } from "./keymap";
import { Sequencer } from "./sequencer";
import { shortcutsByScope } from "./sheet";

const shortcut = (scope: Shortcut["scope"], ...keys: string[]): Shortcut => ({
  scope,
  text: keys.join(),
  keys,
});

/** Signs and digits that mean a shortcut by themselves. */
function signsOf(way: string): readonly string[] {
  const [, first = 0, last = -1] = /^\(\[(\d)-(\d)\]\)$/.exec(way) ?? [];
  const range = Array.from({ length: Number(last) - Number(first) + 1 }, (__, at) =>
    String(Number(first) + at),
  );
  const sign = /^(?:Shift\+)?([^\p{L}\s])$/u.exec(way)?.[1];
  return sign === undefined ? range : [sign];
}

/** As a browser reports it. */
function pressed(key: string, held: readonly string[]): KeyboardEvent {
  return { key, code: "", getModifierState: (name: string) => held.includes(name) } as KeyboardEvent;
}

describe("the keymap", () => {
  it("has no two shortcuts that could take each other's keys", () => {
    expect(conflictsIn(KEYMAP)).toEqual([]);
  });

  it.each([
    ["as it is", []],
    ["with Shift", ["Shift"]],
    ["with AltGr", ["AltGraph"]],
    ["with AltGr where that is Control and Alt", ["AltGraph", "Control", "Alt"]],
  ])("is reached by every sign and digit, on a keyboard that makes it %s", (_, held) => {
    const missed = Object.entries<Shortcut>(KEYMAP).flatMap(([id, { keys, also = [] }]) =>
      [...keys, ...also]
        .flatMap((way) => signsOf(way))
        .filter((sign) => new Sequencer().press(pressed(sign, held), [id], 0) === null)
        .map((sign) => `${id}: ${sign}`),
    );
    expect(missed).toEqual([]);
  });

  it("has a plus for what enlarges, wherever it stands", () => {
    for (const id of ["editor.zoomIn", "axis.in"])
      for (const held of [[], ["Shift"]]) {
        expect(new Sequencer().press(pressed("+", held), [id], 0)).toEqual({ id });
        expect(new Sequencer().press(pressed("=", held), [id], 0)).toEqual({ id });
      }
  });

  it("runs a draft by the keys that send elsewhere, and sends where there is none", () => {
    const mod = ["Control"];
    const ids = ["confirm", "editor.run", "editor.runFrom"];
    expect(new Sequencer().press(pressed("Enter", mod), ids, 0)).toEqual({ id: "editor.run" });
    expect(new Sequencer().press(pressed("Enter", [...mod, "Shift"]), ids, 0)).toEqual({
      id: "editor.runFrom",
    });
    expect(new Sequencer().press(pressed("Enter", mod), ["confirm"], 0)).toEqual({ id: "confirm" });
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
    const other = { ...shortcut("global", "Shift+A"), also: ["?"] };
    expect(conflictsIn({ a: other, b: shortcut("run", "?") })).toHaveLength(1);
  });
});

describe("what yields", () => {
  it("takes no key from what stands further in, but is in conflict with what stands beside it", () => {
    const outer: Shortcut = { ...shortcut("global", "x"), yields: true };
    expect(conflictsIn({ a: outer, b: shortcut("editor", "x") })).toEqual([]);
    expect(conflictsIn({ a: outer, b: shortcut("global", "x") })).toHaveLength(1);
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
