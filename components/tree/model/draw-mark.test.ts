import { expect, it } from "vitest";
import { INKS } from "../../drawing/model/painter";
import { SvgPainter } from "../../drawing/model/svg-painter";
import { runRow, storeOf } from "../testing/trees";
import { drawMark } from "./draw-mark";
import { standsAs } from "./row-marks";

const PALETTE = Object.fromEntries(INKS.map((ink) => [ink, ink])) as ConstructorParameters<
  typeof SvgPainter
>[0];

const { forest } = storeOf(
  runRow(0, null, { status: "failed" }),
  runRow(1, 0, { status: "failed" }),
  runRow(2, 0, { status: "cancelled", notes: { cause: { by: "above" } } }),
  runRow(3, 0, { status: "running", endedAt: null }),
);

function drawn(no: number, paused = false): string {
  const painter = new SvgPainter(PALETTE);
  const row = forest.rows[no];
  if (row) drawMark(painter, row, { forest, paused, x: 10, y: 10 });
  return painter.toString(20, 20, "");
}

it("draws a ring with an arrow for a failure of another run, and a dot for every other state", () => {
  expect(drawn(0)).toMatch(/stroke="failed"/);
  expect(drawn(0)).not.toMatch(/fill="failed"/);
  expect(drawn(1)).toMatch(/fill="failed"/);
  expect(drawn(2)).toMatch(/stroke="degraded"[^>]*stroke-dasharray/);
  expect(drawn(3)).toMatch(/fill="running"/);
  expect(drawn(3, true)).toMatch(/fill="waiting"/);
});

it("says in words where the failure of another run began", () => {
  const words = forest.rows.map((row) => standsAs(forest, row, true));
  expect(words).toEqual(["Failed below", "Failed", "Stopped from above", "Paused"]);
});
