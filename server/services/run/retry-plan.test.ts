import { expect, test } from "vitest";
import { waysOn } from "./retry-plan.ts";

const shallow = [{ run: 0, node: "children" }];
const deep = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ run: index + 1, node: "bad" }));

test("a tree that was left in very many places goes on at the nodes of its root", () => {
  expect(waysOn({ deep: deep(1_000), shallow, undone: false })).toEqual([deep(1_000), shallow]);
  expect(waysOn({ deep: deep(1_001), shallow, undone: false })).toEqual([shallow]);
  expect(waysOn({ deep: deep(1), shallow, undone: true })).toEqual([]);
});
