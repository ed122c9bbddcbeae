import { expect, it } from "vitest";
import { drawn } from "../../drawing/testing/drawn";
import { runRow, storeOf } from "../testing/trees";
import { drawMark } from "./draw-mark";
import { standsAs } from "./row-marks";

const { forest } = storeOf(
  runRow(0, null, { status: "failed" }),
  runRow(1, 0, { status: "failed" }),
  runRow(2, 0, { status: "cancelled", notes: { cause: { by: "above" } } }),
  runRow(3, 0, { status: "running", endedAt: null }),
);

function mark(no: number, paused = false): string {
  const row = forest.rows[no];
  return drawn((painter) => row && drawMark(painter, row, { forest, paused, x: 10, y: 10 }));
}

it("draws a ring with an arrow for a failure of another run, and a dot for every other state", () => {
  expect(mark(0)).toMatch(/stroke="failed"/);
  expect(mark(0)).not.toMatch(/fill="failed"/);
  expect(mark(1)).toMatch(/fill="failed"/);
  expect(mark(2)).toMatch(/stroke="degraded"[^>]*stroke-dasharray/);
  expect(mark(3)).toMatch(/fill="running"/);
  expect(mark(3, true)).toMatch(/fill="waiting"/);
});

it("says in words where the failure of another run began", () => {
  const words = forest.rows.map((row) => standsAs(forest, row, true));
  expect(words).toEqual(["Failed below", "Failed", "Stopped from above", "Paused"]);
});
