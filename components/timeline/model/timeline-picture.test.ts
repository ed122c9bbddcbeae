import { expect, it } from "vitest";
import { timeAxis } from "../../drawing";
import { drawn } from "../../drawing/testing/drawn";
import { runRow, storeOf } from "../../tree/testing/trees";
import type { Scene } from "./scene";
import { timelinePicture } from "./timeline-picture";

const COUNT = 450;

const store = storeOf(
  runRow(0, null, { endedAt: 100 }),
  ...Array.from({ length: COUNT - 1 }, (_, at) => runRow(at + 1, at, { depth: at + 1, endedAt: 100 })),
);
store.showTo(null);

function scene(): Scene {
  const axis = timeAxis(0, 100);
  return {
    forest: store.forest,
    lines: store.screen(),
    spansOf: () => undefined,
    axis,
    shown: { from: 0, to: axis.length },
    until: 100,
    live: false,
    paused: false,
    critical: null,
    active: null,
    hover: null,
    names: 0,
    isOpen: () => undefined,
  };
}

const spansOf = (no: number) => ({ no, work: [[20, 80]] as const, waits: [], retries: [], task: null });

it("has the own times of every run that it draws, also of those that were never on screen", async () => {
  const asked: number[] = [];
  const picture = timelinePicture(scene(), "root", async (runs) => {
    asked.push(runs.length);
    return runs.map(spansOf);
  });
  const told: number[] = [];
  await picture.prepare?.((runs) => told.push(runs));
  expect(asked).toEqual([200, 200, 50]);
  expect(told).toEqual([COUNT]);
  const bars = drawn((painter) => picture.draw(painter, picture)).match(
    /height="10" rx="2" fill="succeeded"/g,
  );
  expect(bars).toHaveLength(COUNT);
});

it("is not made with some of the times when the rest cannot be read", async () => {
  const picture = timelinePicture(scene(), "root", () => Promise.reject(new Error("away")));
  await expect(picture.prepare?.(() => undefined)).rejects.toThrow("away");
});
