import type { Painter } from "./painter";
import { ticksOf } from "./ticks";
import { placeOf, type TimeAxis } from "./time-axis";

export type Ruler = {
  readonly axis: TimeAxis;
  readonly shown: { readonly from: number; readonly to: number };
  /** Where the axis begins and ends on the sheet. */
  readonly left: number;
  readonly right: number;
  readonly height: number;
};

const TICK_EVERY_PX = 92;

export function xOf({ axis, shown, left, right }: Omit<Ruler, "height">, at: number): number {
  return left + ((placeOf(axis, at) - shown.from) / (shown.to - shown.from)) * (right - left);
}

/** Times since the beginning; gaps are marked with the time that they leave out. */
export function drawRuler(painter: Painter, ruler: Ruler): void {
  const { axis, shown, left, right, height } = ruler;
  const count = Math.max(2, Math.floor((right - left) / TICK_EVERY_PX));
  painter.line(left, height - 0.5, right, height - 0.5, { ink: "line" });
  for (const { at, text } of ticksOf(axis, shown, count)) {
    const x = Math.round(xOf(ruler, at)) + 0.5;
    if (x < left || x > right) continue;
    painter.line(x, height - 6, x, height, { ink: "line-strong" });
    painter.text(x + 4, height - 8, text, { ink: "ink-muted", mono: true, size: 10 });
  }
  for (const gap of axis.gaps) drawGap(painter, ruler, gap);
}

function drawGap(painter: Painter, ruler: Ruler, gap: { from: number; to: number }): void {
  const from = Math.max(ruler.left, xOf(ruler, gap.from));
  const to = Math.min(ruler.right, xOf(ruler, gap.to));
  if (to > from) painter.hatch({ x: from, y: ruler.height - 7, width: to - from, height: 6 }, "ink-faint");
}

/** Faint lines down a body at the ticks, and what gaps leave out. */
export function drawGuides(painter: Painter, ruler: Ruler): void {
  const count = Math.max(2, Math.floor((ruler.right - ruler.left) / TICK_EVERY_PX));
  for (const { at } of ticksOf(ruler.axis, ruler.shown, count)) {
    const x = Math.round(xOf(ruler, at)) + 0.5;
    if (x >= ruler.left && x <= ruler.right) painter.line(x, 0, x, ruler.height, { ink: "line" });
  }
  for (const gap of ruler.axis.gaps) {
    const from = Math.max(ruler.left, xOf(ruler, gap.from));
    const to = Math.min(ruler.right, xOf(ruler, gap.to));
    if (to > from) painter.fill({ x: from, y: 0, width: to - from, height: ruler.height }, "panel");
  }
}
