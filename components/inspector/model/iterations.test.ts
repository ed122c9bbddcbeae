import { describe, expect, it } from "vitest";
import { byLoop, iterationOf, shownOf } from "./iterations.ts";

const ladder = (place: string) => ({ place, steps: [] });
const all = ["a", "turn[10]", "turn[2]", "each[0]", "each[1]"].map(ladder);

describe("iterations of a loop", () => {
  it("stand in one group in their order; items of a map stand alone", () => {
    expect(
      byLoop(all, new Set(["turn"])).map(({ loop, ladders }) => [loop, ladders.map(({ place }) => place)]),
    ).toEqual([
      [null, ["a"]],
      ["turn", ["turn[2]", "turn[10]"]],
      [null, ["each[0]"]],
      [null, ["each[1]"]],
    ]);
  });

  it("show the latest until one is chosen, and again when that is not there", () => {
    const group = byLoop(all, new Set(["turn"]))[1] ?? { loop: null, ladders: [] };
    expect(shownOf(group, null)?.place).toBe("turn[10]");
    expect(shownOf(group, 2)?.place).toBe("turn[2]");
    expect(shownOf(group, 7)?.place).toBe("turn[10]");
    expect(iterationOf(ladder("turn[2]"))).toBe(2);
  });
});
