import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "#server/engine/values/json";
import { type DiffNode, diffRows, diffTree, tallyOf } from "./json-tree";
import { linePieces, wordPieces } from "./words";

const texts = fc
  .array(fc.constantFrom("a", "b", " ", "\n", "word", "."), { maxLength: 30 })
  .map((all) => all.join(""));
const joined = (pieces: ReturnType<typeof wordPieces>, without: string) =>
  pieces
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");

describe("texts", () => {
  it("the pieces of a word difference make up both texts", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const pieces = wordPieces(before, after);
        expect(joined(pieces, "added")).toBe(before);
        expect(joined(pieces, "removed")).toBe(after);
      }),
    );
  });

  it("a changed word is one removed and one added piece", () => {
    expect(wordPieces("solve it fast", "solve it well")).toEqual([
      { kind: "same", text: "solve it " },
      { kind: "removed", text: "fast" },
      { kind: "added", text: "well" },
    ]);
  });

  it("lines carry both numbers, and long stretches that are the same are left out", () => {
    const many = Array.from({ length: 20 }, (_, line) => `line ${line}`);
    const lines = linePieces([...many, "old", ...many].join("\n"), [...many, "new", ...many].join("\n"));
    expect(lines).toContainEqual({ kind: "removed", text: "old", before: 21, after: null });
    expect(lines).toContainEqual({ kind: "added", text: "new", before: null, after: 21 });
    expect(lines.filter(({ kind }) => kind === "skipped")).toEqual([
      { kind: "skipped", count: 17 },
      { kind: "skipped", count: 17 },
    ]);
  });
});

/** The value before or after, built again from the tree alone. */
function rebuild(node: DiffNode, side: "before" | "after"): Json | undefined {
  if (!node.children) return node[side];
  const whole = node[side];
  const present = node.children.filter((child) => side in child);
  if (Array.isArray(whole) && side === "after") return present.map((child) => rebuild(child, side) ?? null);
  if (Array.isArray(whole)) return whole;
  return Object.fromEntries(present.map((child) => [child.key, rebuild(child, side) ?? null]));
}

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe("JSON", () => {
  it("the tree of differences contains both values in full", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const tree = diffTree(before, after);
        expect(rebuild(tree, "after")).toEqual(after);
        expect(rebuild(tree, "before")).toEqual(before);
      }),
    );
  });

  it("equal values have no difference", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(tallyOf(diffTree(value, structuredClone(value)))).toEqual({
          added: 0,
          removed: 0,
          changed: 0,
        });
      }),
    );
  });

  it("one item taken from the front of a list of objects is one difference, not one per item", () => {
    const items = Array.from({ length: 200 }, (_, id) => ({ id: `n${id}`, size: id }));
    const tree = diffTree({ items }, { items: items.slice(1) });
    expect(tallyOf(tree)).toEqual({ added: 0, removed: 1, changed: 0 });
    const rows = diffRows(tree, false);
    expect(rows.map((row) => (row.kind === "node" ? row.node.change : `${row.count} same`))).toEqual([
      "same",
      "removed",
      "199 same",
    ]);
  });

  it("follows an object that moved and still sees what changed in it", () => {
    const tree = diffTree(
      [{ id: "a", n: 1 }, { id: "b" }, { id: "c" }],
      [{ id: "b" }, { id: "c" }, { id: "a", n: 2 }],
    );
    const moved = tree.children?.find((child) => child.change === "moved");
    expect(moved).toMatchObject({ key: "2", before: { id: "a", n: 1 }, after: { id: "a", n: 2 } });
    expect(moved?.children).toContainEqual({
      key: "n",
      pointer: "/2/n",
      change: "changed",
      before: 1,
      after: 2,
    });
  });

  it("names that every object inherits are plain keys", () => {
    const tree = diffTree(JSON.parse('{"constructor": 1}') as Json, {});
    expect(tree.children).toEqual([
      { key: "constructor", pointer: "/constructor", change: "removed", before: 1 },
    ]);
  });
});
