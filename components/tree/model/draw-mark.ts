import type { RunRow } from "#server/engine/live/wire";
import type { Ink, Painter } from "../../drawing";
import { toneIn } from "../../ui/tone";
import type { Forest } from "./forest";
import { causeOf } from "./row-marks";

type Place = { readonly forest: Forest; readonly paused: boolean; readonly x: number; readonly y: number };

/** The state of a run as a mark around a point: a dot, or the ring of a failure that began in another run. */
export function drawMark(painter: Painter, row: RunRow, { forest, paused, x, y }: Place): void {
  const cause = causeOf(forest, row);
  if (cause === "child") drawPassed(painter, { x, y, ink: "failed", up: true });
  else if (cause === "above") drawPassed(painter, { x, y, ink: "degraded", up: false });
  else painter.fill({ x: x - 3, y: y - 3, width: 6, height: 6 }, toneIn(paused, row.status), 1, 2.9);
}

type Passed = { readonly x: number; readonly y: number; readonly ink: Ink; readonly up: boolean };

function drawPassed(painter: Painter, { x, y, ink, up }: Passed): void {
  const [tail, head, barb] = up ? [y + 2.5, y - 2.2, y - 0.4] : [y - 2.5, y + 2.2, y + 0.4];
  painter.outline({ x: x - 4.5, y: y - 4.5, width: 9, height: 9 }, { ink, ...(up ? {} : { dash: 2 }) }, 4.5);
  painter.line(x, tail, x, head, { ink });
  painter.line(x - 1.8, barb, x, head, { ink });
  painter.line(x + 1.8, barb, x, head, { ink });
}
