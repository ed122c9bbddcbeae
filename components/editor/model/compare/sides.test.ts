import { expect, test } from "vitest";
import { sidesIn } from "./sides";

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
