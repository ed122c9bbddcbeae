import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ticksOf } from "./ticks";
import { idleGaps, instantAt, placeOf, timeAxis } from "./time-axis";
import { moved, shownOf, zoomed, zoomTo } from "./zoom";

const axes = fc
  .tuple(
    fc.integer({ min: 0, max: 1_000 }),
    fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { minLength: 2, maxLength: 12 }),
  )
  .map(([from, cuts]) => {
    const at = cuts.toSorted((a, b) => a - b).map((cut) => from + cut);
    const gaps = at.flatMap((cut, index) =>
      index % 2 === 1 ? [{ from: at[index - 1] ?? cut, to: cut }] : [],
    );
    return timeAxis(from, (at.at(-1) ?? from) + 50, gaps);
  });

describe("a time axis", () => {
  it("is the time itself where nothing is cut", () => {
    const axis = timeAxis(100, 600);
    expect([placeOf(axis, 100), placeOf(axis, 350), axis.length]).toEqual([0, 250, 500]);
  });

  it("draws a gap short and everything after it by as much earlier", () => {
    const axis = timeAxis(0, 1_000, [{ from: 100, to: 900 }]);
    expect(axis.gapLength).toBe(8);
    expect([placeOf(axis, 100), placeOf(axis, 500), placeOf(axis, 900), axis.length]).toEqual([
      100, 104, 108, 208,
    ]);
  });

  it("keeps the order of instants and finds each one back", () => {
    fc.assert(
      fc.property(axes, fc.double({ min: 0, max: 1, noNaN: true }), (axis, share) => {
        const at = axis.from + share * (axis.to - axis.from);
        expect(instantAt(axis, placeOf(axis, at))).toBeCloseTo(at, 4);
        expect(placeOf(axis, at + 1)).toBeGreaterThan(placeOf(axis, at));
        expect(placeOf(axis, axis.to)).toBeCloseTo(axis.length, 4);
      }),
    );
  });
});

describe("idleGaps", () => {
  it("finds rests of more than a fifth, also before the first work and after the last", () => {
    expect(
      idleGaps(
        [
          [30, 40],
          [41, 50],
        ],
        0,
        100,
      ),
    ).toEqual([
      { from: 0, to: 30 },
      { from: 50, to: 100 },
    ]);
  });

  it("finds none where something still works", () => {
    expect(idleGaps([[0, null]], 0, 100)).toEqual([]);
  });
});

describe("ticks", () => {
  it("stand at round times since the beginning", () => {
    const ticks = ticksOf(timeAxis(5_000, 15_000), { from: 0, to: 10_000 }, 5);
    expect(ticks.map(({ text }) => text)).toEqual(["0", "2 s", "4 s", "6 s", "8 s", "10 s"]);
  });

  it("leave out gaps and stay few, however long a gap is", () => {
    const axis = timeAxis(0, 10 * 86_400_000, [{ from: 1_000, to: 10 * 86_400_000 - 1_000 }]);
    const ticks = ticksOf(axis, { from: 0, to: axis.length }, 8);
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThanOrEqual(32);
    expect(ticks.filter(({ at }) => at > 1_000 && at < 10 * 86_400_000 - 1_000)).toEqual([]);
  });
});

describe("zoom", () => {
  it("keeps the place under the pointer and never leaves the line", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1_000, noNaN: true }),
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        (place, factor) => {
          const shown = shownOf(zoomed(null, 1_000, { place, factor }), 1_000);
          expect(shown.from).toBeGreaterThanOrEqual(0);
          expect(shown.to).toBeLessThanOrEqual(1_000 + 1e-6);
          expect((place - shown.from) / (shown.to - shown.from)).toBeCloseTo(place / 1_000, 4);
        },
      ),
    );
  });

  it("is all of it again once everything fits, and follows its growth", () => {
    const near = zoomed(null, 100, { place: 50, factor: 0.5 });
    expect(near).toEqual({ from: 25, to: 75 });
    expect(zoomed(near, 100, { place: 50, factor: 3 })).toBeNull();
    expect(shownOf(null, 140)).toEqual({ from: 0, to: 140 });
  });

  it("moves up to the ends and no further", () => {
    expect(moved({ from: 25, to: 75 }, 100, 60)).toEqual({ from: 50, to: 100 });
    expect(moved(null, 100, 60)).toBeNull();
  });

  it("goes to a part with some room around it", () => {
    const zoom = zoomTo(40, 50, 100);
    expect(zoom?.from).toBeLessThan(40);
    expect(zoom?.to).toBeGreaterThan(50);
  });
});
