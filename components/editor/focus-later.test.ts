import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { focusLater } from "./focus-later";

const frames: (() => void)[] = [];
const page = { activeElement: null as unknown };
const element = (field: boolean) => ({ matches: () => field });
const draw = () => {
  for (const frame of frames.splice(0)) frame();
};

beforeEach(() => {
  frames.length = 0;
  vi.stubGlobal("document", page);
  vi.stubGlobal("requestAnimationFrame", (frame: () => void) => frames.push(frame));
  vi.stubGlobal("cancelAnimationFrame", (id: number) => frames.splice(id - 1, 1));
});
afterEach(() => vi.unstubAllGlobals());

test("the keyboard moves when the page was drawn, from whatever had it, a closed palette included", () => {
  const move = vi.fn();
  page.activeElement = element(true);
  focusLater(move);
  draw();
  expect(move).not.toHaveBeenCalled();
  page.activeElement = element(false);
  draw();
  expect(move).toHaveBeenCalledOnce();
});

test("a field that somebody has gone to meanwhile keeps it; the one that had it before does not", () => {
  const move = vi.fn();
  const before = element(true);
  page.activeElement = before;
  focusLater(move);
  draw();
  page.activeElement = element(true);
  draw();
  expect(move).not.toHaveBeenCalled();
  page.activeElement = before;
  focusLater(move);
  draw();
  draw();
  expect(move).toHaveBeenCalledOnce();
});

test("it can be given up between the two frames", () => {
  const move = vi.fn();
  page.activeElement = element(false);
  const giveUp = focusLater(move);
  draw();
  giveUp();
  draw();
  expect(move).not.toHaveBeenCalled();
});
