import { describe, expect, it, test } from "vitest";
import { DRAFT, missingSide, pairsOf, sidesIn } from "./sides";

const drafted = { revision: 5, draft: {} };
const published = { revision: 5, draft: null };

test("an address names two revisions, or a revision and the draft", () => {
  expect(sidesIn({ from: "3", to: "5" }, drafted)).toEqual({ from: 3, to: 5 });
  expect(sidesIn({ from: "draft", to: "2" }, drafted)).toEqual({ from: "draft", to: 2 });
});

test("what it does not name, or names wrongly, is what one would look at first", () => {
  expect(sidesIn({ from: null, to: null }, drafted)).toEqual({ from: 5, to: "draft" });
  expect(sidesIn({ from: null, to: null }, published)).toEqual({ from: 4, to: 5 });
  expect(sidesIn({ from: "-1", to: "1e3" }, published)).toEqual({ from: 4, to: 5 });
  expect(sidesIn({ from: null, to: null }, { revision: 1, draft: null })).toEqual({ from: 1, to: 1 });
});

describe("what is named and is not there", () => {
  const draft = {};
  it.each([
    [[1, 99], { revision: 3, draft }, 99],
    [[1, 3], { revision: 3, draft }, null],
    [[3, DRAFT], { revision: 3, draft: null }, DRAFT],
    [[3, DRAFT], { revision: 3, draft }, null],
  ] as const)("%j of %j is missing %j", (sides, known, missing) => {
    expect(missingSide(sides, known)).toBe(missing);
  });

  it("leads to what there is, the newest first", () => {
    expect(pairsOf({ revision: 3, draft }, 5)).toEqual([
      [3, DRAFT],
      [2, 3],
      [1, 2],
    ]);
    expect(pairsOf({ revision: 9, draft: null }, 2)).toEqual([
      [8, 9],
      [7, 8],
    ]);
    expect(pairsOf({ revision: 1, draft: null }, 5)).toEqual([]);
  });
});
