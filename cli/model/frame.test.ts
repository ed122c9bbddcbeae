import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Branch, type Forest, newForest, plant, settle } from "./forest.ts";
import { frame, type Line } from "./frame.ts";

const text = (line: Line) => line.map((piece) => piece.text).join("");
const show = (forest: Forest, height: number, width = 200) =>
  frame(forest, { height, width, now: 5_000 }).map(text);

function grow(parents: readonly number[]): { forest: Forest; branches: Branch[] } {
  const forest = newForest();
  const branches: Branch[] = [];
  parents.forEach((parent, no) => {
    const above = no === 0 ? null : (branches[parent % no] ?? null);
    const planted = plant(forest, {
      id: `r${no}`,
      parentId: above?.id ?? null,
      depth: (above?.depth ?? -1) + 1,
      label: `run-${no}`,
      startedAt: 0,
    });
    if (planted) branches.push(planted);
  });
  return { forest, branches };
}

describe("frame", () => {
  it("waits in words before the first run", () => {
    expect(show(newForest(), 10)).toEqual(["Waiting for the first run …"]);
  });

  it("shows a small tree whole, with guides", () => {
    const { forest } = grow([0, 0, 1, 0]);
    expect(show(forest, 20)).toEqual([
      "● run-0  running  depth 2  runs 4 (4 running)  5.0 s",
      "├─ ● run-1  5.0 s",
      "│  └─ ● run-2  5.0 s",
      "└─ ● run-3  5.0 s",
    ]);
  });

  it("bundles what does not fit and says what is in the bundle", () => {
    const { forest, branches } = grow([0, ...Array.from({ length: 130 }, () => 0)]);
    for (const branch of branches.slice(1, 121)) settle(forest, branch, { status: "succeeded", at: 1_000 });
    const lines = show(forest, 8);
    expect(lines).toHaveLength(8);
    expect(lines.at(-1)).toBe("└─ … 4 running, 120 ok");
  });

  it("shows the path to a failed run before anything else", () => {
    const { forest, branches } = grow([0, 0, 1, 2, ...Array.from({ length: 60 }, () => 0)]);
    const deep = branches[3];
    if (deep) settle(forest, deep, { status: "failed", at: 1_000, failure: "TaskFailed: gone" });
    const lines = show(forest, 6).join("\n");
    expect(lines).toContain("✖ run-3  1.0 s · TaskFailed: gone");
    expect(lines).toContain("run-1");
  });

  it("never takes more lines or columns than the screen has, and every run is in a line or in a bundle", () => {
    const trees = fc.array(fc.nat(), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(
        trees,
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 10, max: 80 }),
        (parents, height, width) => {
          const { forest } = grow(parents);
          const lines = show(forest, height, width);
          expect(lines.length).toBeLessThanOrEqual(height);
          for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
          const wide = show(forest, height);
          const shown = wide.filter((line) => !line.includes("…")).length;
          const bundled = wide.map((line) => Number(/… (\d+) running/.exec(line)?.[1] ?? 0));
          expect(shown + bundled.reduce((sum, count) => sum + count, 0)).toBe(parents.length);
        },
      ),
    );
  });

  it("lets no control character of a label reach the terminal", () => {
    const forest = newForest();
    plant(forest, { id: "a", parentId: null, depth: 0, label: "evil\u001b[2J", startedAt: 0 });
    expect(show(forest, 5).join("")).not.toContain("\u001b");
  });
});
