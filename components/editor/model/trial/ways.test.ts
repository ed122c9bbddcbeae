import { expect, test } from "vitest";
import type { Overlay } from "./overlay";
import { leadKey, wayOf } from "./ways";

const yes = { source: "ask", target: "go", port: "yes" };
const no = { source: "ask", target: "go", port: "no" };
const overlay = (status: string): Overlay =>
  new Map([
    ["ask", { status: "completed", leads: [leadKey(yes)] }],
    ["go", { status }],
  ]);

test("an edge that was taken leads to what goes on now, or did; the other was left", () => {
  expect(wayOf(yes, overlay("active"))).toBe("going");
  expect(wayOf(yes, overlay("waiting"))).toBe("going");
  expect(wayOf(yes, overlay("completed"))).toBe("taken");
  expect(wayOf(no, overlay("completed"))).toBe("left");
  expect(wayOf({ source: "go", target: "end" }, overlay("skipped"))).toBe("left");
});

test("nothing is known of the edges of a node that has not ended, or that no run has reached", () => {
  expect(wayOf({ source: "go", target: "end" }, overlay("active"))).toBeNull();
  expect(wayOf(yes, new Map())).toBeNull();
});
