import { describe, expect, it } from "vitest";
import { seeded } from "../simulation/random.ts";
import { CONFIDENCE, LEAST_POINTS, lineThrough, studentT } from "./trend.ts";

const row = (count: number, y: (x: number) => number) =>
  Array.from({ length: count }, (_, x) => ({ x, y: y(x) }));

describe("lineThrough", () => {
  it("finds the line that points lie on, and is sure of it", () => {
    const line = lineThrough(row(10, (x) => 5 + 2 * x));
    expect(line?.slope).toBeCloseTo(2, 9);
    expect(line?.at(20)).toBeCloseTo(45, 9);
    expect(line?.within(20)).toBeCloseTo(0, 9);
  });

  it("says nothing of too few points, or of points at one place", () => {
    expect(lineThrough(row(LEAST_POINTS - 1, (x) => x))).toBeNull();
    expect(lineThrough(row(LEAST_POINTS, (x) => x).map(({ y }) => ({ x: 3, y })))).toBeNull();
  });

  it("is less sure the further it looks", () => {
    const line = lineThrough(row(12, (x) => 100 + (x % 3)));
    expect(line?.within(30)).toBeGreaterThan(line?.within(12) ?? Number.POSITIVE_INFINITY);
  });

  it("is not turned by a point far off", () => {
    const points = row(12, (x) => 50 + 3 * x + (x % 2)).map((point) =>
      point.x === 9 ? { x: 9, y: 9_000 } : point,
    );
    const line = lineThrough(points);
    expect(line?.slope).toBeGreaterThan(2.7);
    expect(line?.slope).toBeLessThan(3.3);
    expect(line?.within(14)).toBeLessThan(4);
  });

  it.each([8, 9, 12, 27])("through %i points holds about as many of the further ones as it says", (count) => {
    const random = seeded(7);
    const noise = () => Array.from({ length: 12 }, () => random.next()).reduce((all, each) => all + each, -6);
    const trials = 2_000;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const line = lineThrough(row(count, (x) => 50 + 3 * x + noise()));
      const next = 50 + 3 * (count + 2) + noise();
      if (line && Math.abs(next - line.at(count + 2)) <= line.within(count + 2)) held++;
    }
    expect(Math.abs(held / trials - CONFIDENCE)).toBeLessThan(0.05);
  });
});

describe("studentT", () => {
  it.each([
    [4, 1.533],
    [6, 1.44],
    [10, 1.372],
    [30, 1.31],
    [120, 1.289],
  ])("of %i degrees is %f, as in the tables", (degrees, value) => {
    expect(studentT(degrees)).toBeCloseTo(value, 2);
  });
});
