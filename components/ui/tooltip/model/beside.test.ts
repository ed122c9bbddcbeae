import { expect, it } from "vitest";
import { placeBeside } from "./beside";

const SCREEN = { width: 1_000, height: 600 };
const TIP = { width: 200, height: 30 };
const box = (left: number, top: number) => ({ left, top, width: 100, height: 20 });

it("stands centred below what it is about", () => {
  expect(placeBeside(box(400, 100), TIP, SCREEN)).toEqual({ left: 350, top: 126 });
});

it("stands above where there is no room below, unless there is none above either", () => {
  expect(placeBeside(box(400, 570), TIP, SCREEN).top).toBe(570 - 6 - 30);
  expect(placeBeside(box(400, 20), TIP, { width: 1_000, height: 60 }).top).toBe(46);
});

it("never leaves the screen at its sides", () => {
  expect(placeBeside(box(0, 100), TIP, SCREEN).left).toBe(8);
  expect(placeBeside(box(950, 100), TIP, SCREEN).left).toBe(1_000 - 8 - 200);
});
