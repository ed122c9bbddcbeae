import type { Painter, Size } from "../../drawing";
import { drawGuides, type Ruler, textWidth } from "../../drawing";
import { drawMark, type Line, nameOf } from "../../tree";
import { formatCount } from "../../ui/format";
import { STATUS_WORD } from "../../ui/tone";
import { drawBundle } from "./draw-bundle";
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
const INDENT = 10;
const DEEPEST = 8;

function drawNames(painter: Painter, scene: Scene, { first, last, scrolled, height }: Names): void {
  for (let index = first; index < last; index += 1) {
    const line = scene.lines[index];
    if (line) drawName(painter, scene, { line, y: index * ROW - scrolled });
  }
  painter.line(scene.names - 0.5, 0, scene.names - 0.5, height, { ink: "line" });
}

function drawName(painter: Painter, scene: Scene, { line, y }: Placed): void {
  const x = 8 + Math.min(line.level, DEEPEST) * INDENT;
  const open = scene.isOpen(line);
  const baseline = y + ROW / 2 + 4;
  if (open !== undefined) painter.text(x, baseline, open ? "▾" : "▸", { ink: "ink-faint", size: 10 });
  const max = scene.names - x - 26;
  if (line.kind !== "run") {
    const said =
      line.kind === "bundle"
        ? `${formatCount(line.siblings.members.length)} × ${line.siblings.node || "run"}`
        : `${formatCount(line.hidden)} more`;
    painter.text(x + 12, baseline, said, { ink: "ink-muted", size: 12, max: max + 10 });
    return;
  }
  const row = scene.forest.rows[line.no];
  if (!row) return;
  drawMark(painter, row, { ...scene, x: x + 16, y: y + ROW / 2 });
  const name = nameOf(row);
  painter.text(x + 24, baseline, name, { ink: line.dimmed ? "ink-faint" : "ink", size: 12, max: max - 4 });
  const used = x + 30 + textWidth(name, { size: 12 });
  if (row.status === "failed" && used < scene.names - 60)
    painter.text(used, baseline, row.failure?.code ?? STATUS_WORD.failed, {
      ink: "ink-muted",
      size: 10,
      max: scene.names - used - 6,
    });
}

/** Line at a height of the whole list. */
export function lineAt(lines: readonly Line[], y: number): Line | undefined {
  return lines[Math.floor(y / ROW)];
}
