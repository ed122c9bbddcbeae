import { describe, expect, it } from "vitest";
import type { Moment, MomentKind } from "#server/engine/live/moments";
import { instantOf, marksOf, momentsAt, sayMoments } from "./marks";
import { atOf, played, stepped } from "./travel";

const moment = (at: number, kind: MomentKind, seq = at): Moment => ({ seq, at, kind, run: 1, text: kind });
const REACH = { from: 100, to: 1_100 };

describe("marks", () => {
  it("are as many as there are places at most, and each counts all that happened there", () => {
    const moments = Array.from({ length: 5_000 }, (_, index) =>
      moment(100 + (index % 1_000), "person", index),
    );
    const marks = marksOf(moments, 100, 1_100, 40);
    expect(marks).toHaveLength(40);
    expect(marks.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(marks.every(({ share }) => share > 0 && share < 1)).toBe(true);
  });

  it("look like the most urgent of what falls together", () => {
    const marks = marksOf(
      [moment(100, "cycle"), moment(101, "failure"), moment(102, "budget")],
      100,
      1_100,
      10,
    );
    expect(marks).toEqual([{ share: 0.05, kind: "failure", count: 3 }]);
  });

  it("leave out what lies beyond the line, and count its very end", () => {
    expect(marksOf([moment(99, "failure"), moment(1_101, "failure")], 100, 1_100, 10)).toEqual([]);
    expect(marksOf([moment(1_100, "failure")], 100, 1_100, 10)).toHaveLength(1);
    expect(marksOf([moment(1_100.6, "failure")], 100, 1_100, 10)).toHaveLength(1);
  });

  it("are said in words, the most urgent first", () => {
    expect(sayMoments([moment(1, "budget"), moment(2, "failure"), moment(3, "failure")])).toBe(
      "2 failures, 1 budget event",
    );
    expect(momentsAt([moment(1, "budget"), moment(2, "failure")], 2)).toHaveLength(1);
    expect(momentsAt([moment(1.2, "budget")], instantOf(moment(1.2, "budget")))).toHaveLength(1);
  });
});

describe("stepping", () => {
  const instants = [200, 200, 300];
  it("goes from moment to moment, and back from the present to the last", () => {
    expect(stepped(instants, null, -1, REACH)).toBe(300);
    expect(stepped(instants, 300, -1, REACH)).toBe(200);
    expect(stepped(instants, 200, 1, REACH)).toBe(300);
  });

  it("ends at the beginning and at the present", () => {
    expect(stepped(instants, 200, -1, REACH)).toBe(100);
    expect(stepped(instants, 300, 1, REACH)).toBeNull();
    expect(stepped(instants, null, 1, REACH)).toBeNull();
  });
});

it("the end of the line is the present, everything before it an instant", () => {
  expect(atOf(1_100, REACH)).toBeNull();
  expect(atOf(1_099.4, REACH)).toBe(1_099);
  expect(atOf(3, REACH)).toBe(100);
});

it("playing goes as fast as its pace says and arrives at the present", () => {
  expect(played(100, 500, "real", REACH)).toBe(600);
  expect(played(100, 5_000, "fast", REACH)).toBe(600);
  expect(played(100, 10_000, "fast", REACH)).toBeNull();
});
