import type { Painter, Size } from "../../drawing";
import { drawGuides, type Ruler } from "../../drawing";
import type { Line } from "../../tree";
import { drawBundle } from "./draw-bundle";
import { drawName } from "./draw-name";
import { drawRun, type Frame, ROW, xAt } from "./draw-run";
import type { Scene } from "./scene";

const PAD = 10;

export function frameOf({ names }: Pick<Scene, "names">, width: number): Frame {
  return { left: names + PAD, right: Math.max(names + PAD + 1, width - PAD) };
}

export function rulerOf(scene: Scene, { width, height }: Size): Ruler {
  return { axis: scene.axis, shown: scene.shown, height, ...frameOf(scene, width) };
}

/** The rows between two heights; only what can be seen is looked at. */
export function drawTimeline(painter: Painter, scene: Scene, size: Size, scrolled: number): void {
  const frame = frameOf(scene, size.width);
  const first = Math.max(0, Math.floor(scrolled / ROW));
  const last = Math.min(scene.lines.length, Math.ceil((scrolled + size.height) / ROW));
  drawGuides(painter, rulerOf(scene, size));
  for (let index = first; index < last; index += 1) {
    const line = scene.lines[index];
    if (line) drawGround(painter, scene, line, { y: index * ROW - scrolled, width: size.width });
  }
  painter.within({ x: scene.names, y: 0, width: size.width - scene.names, height: size.height }, () => {
    for (let index = first; index < last; index += 1) {
      const line = scene.lines[index];
      if (line) drawLine(painter, scene, frame, { line, y: index * ROW - scrolled });
    }
    drawUntil(painter, scene, frame, size.height);
  });
  if (scene.names > 0) drawNames(painter, scene, { first, last, scrolled, height: size.height });
}

type Placed = { readonly line: Line; readonly y: number };

function drawGround(painter: Painter, scene: Scene, { key }: Line, at: { y: number; width: number }): void {
  const box = { x: 0, y: at.y, width: at.width, height: ROW };
  if (key === scene.active) painter.fill(box, "accent-soft");
  else if (key === scene.hover) painter.fill(box, "hover");
}

function drawLine(painter: Painter, scene: Scene, frame: Frame, { line, y }: Placed): void {
  if (line.kind === "run") {
    const row = scene.forest.rows[line.no];
    if (row) drawRun(painter, scene, frame, row, y);
  } else if (line.kind === "bundle" && !line.open)
    drawBundle(painter, scene, frame, { siblings: line.siblings, y });
}

/** Where time stands: the present of what still grows, or the moment that is looked at. */
function drawUntil(painter: Painter, scene: Scene, frame: Frame, height: number): void {
  if (!scene.live) return;
  const x = Math.round(xAt(scene, frame, scene.until)) - 0.5;
  if (x >= frame.left - 1 && x <= frame.right + 1) painter.line(x, 0, x, height, { ink: "accent", dash: 3 });
}

type Names = {
  readonly first: number;
  readonly last: number;
  readonly scrolled: number;
  readonly height: number;
};
function drawNames(painter: Painter, scene: Scene, { first, last, scrolled, height }: Names): void {
  for (let index = first; index < last; index += 1) {
    const line = scene.lines[index];
    if (line) drawName(painter, scene, { line, y: index * ROW - scrolled });
  }
  painter.line(scene.names - 0.5, 0, scene.names - 0.5, height, { ink: "line" });
}

/** Line at a height of the whole list. */
export function lineAt(lines: readonly Line[], y: number): Line | undefined {
  return lines[Math.floor(y / ROW)];
}
