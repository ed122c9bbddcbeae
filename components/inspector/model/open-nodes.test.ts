import { describe, expect, it } from "vitest";
import { openNodesOf, openNodesText } from "./open-nodes";

describe("open nodes of a run in an address", () => {
  it.each([
    [["plan"], "3:plan"],
    [["plan", "solve-it"], "3:plan,solve-it"],
  ])("%j are written so that they are read again", (nodes, text) => {
    expect(openNodesText(3, nodes)).toBe(text);
    expect(openNodesOf(text, 3)).toEqual(nodes);
  });

  it("are none in another run, in an address without them, and in one that is no such text", () => {
    expect(openNodesText(3, [])).toBeNull();
    for (const text of ["30:plan", "3", "3:", "plan", "", null]) expect(openNodesOf(text, 3)).toEqual([]);
  });
});
