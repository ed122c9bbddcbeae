import { describe, expect, it } from "vitest";
import { deltaText, entryDeltas } from "./delta";

describe("deltaText", () => {
  it.each([
    [1, 2, "1 → 2"],
    [1, 1, "1"],
    [null, 2, "– → 2"],
    [null, null, "–"],
  ])("%s and %s are %s", (a, b, text) => {
    expect(deltaText(a, b, String)).toBe(text);
  });
});

it("entries of two contexts are told apart by key and by what they hold, those of each start aside", () => {
  const entry = (key: string, hash: string, bytes: number) => ({ key, hash, bytes });
  expect(
    entryDeltas(
      [entry("goal", "1", 5), entry("same", "2", 5), entry("gone", "3", 7), entry("session", "4", 9)],
      [entry("goal", "9", 8), entry("same", "2", 5), entry("new", "4", 1), entry("session", "5", 9)],
    ),
  ).toEqual({
    apart: [
      { key: "goal", change: "changed", before: 5, after: 8 },
      { key: "gone", change: "removed", before: 7, after: null },
      { key: "new", change: "added", before: null, after: 1 },
    ],
    ofStarts: ["session"],
  });
});
