import { type Painter, textWidth } from "../../drawing";
import { drawMark, type Line, nameOf } from "../../tree";
import { formatCount } from "../../ui/format";
import { STATUS_WORD } from "../../ui/tone";
import { ROW } from "./draw-run";
import type { Scene } from "./scene";

const INDENT = 10;
/** Indentation takes one part in so many of the room for names; what is deeper says its depth instead. */
const INDENT_SHARE = 5;
const DIGIT = 6;

type Placed = { readonly line: Line; readonly y: number };

/** What a row of the timeline is called, at its left. */
export function drawName(painter: Painter, scene: Scene, { line, y }: Placed): void {
  const deepest = Math.floor(scene.names / INDENT_SHARE / INDENT);
  const x = 8 + Math.min(line.level, deepest) * INDENT;
  const open = scene.isOpen(line);
  const baseline = y + ROW / 2 + 4;
  if (open !== undefined) painter.text(x, baseline, open ? "▾" : "▸", { ink: "ink-faint", size: 10 });
  if (line.kind === "run") drawRunName(painter, scene, { line, x, baseline, isCapped: line.level > deepest });
  else
    painter.text(x + 12, baseline, groupName(line), {
      ink: "ink-muted",
      size: 12,
      max: scene.names - x - 16,
    });
}

function groupName(line: Exclude<Line, { kind: "run" }>): string {
  if (line.kind === "more") return `${formatCount(line.hidden)} more`;
  return `${formatCount(line.siblings.members.length)} × ${line.siblings.node || "run"}`;
}

type RunName = {
  readonly line: Extract<Line, { kind: "run" }>;
  readonly x: number;
  readonly baseline: number;
  /** It is deeper than it is indented. */
  readonly isCapped: boolean;
};

function drawRunName(painter: Painter, scene: Scene, { line, x, baseline, isCapped }: RunName): void {
  const row = scene.forest.rows[line.no];
  if (!row) return;
  drawMark(painter, row, { ...scene, x: x + 16, y: baseline - 4 });
  let from = x + 24;
  if (isCapped) {
    const depth = String(row.depth);
    painter.text(from, baseline, depth, { ink: "ink-faint", size: 10, mono: true });
    from += depth.length * DIGIT + 4;
  }
  const name = nameOf(row);
  const ink = line.dimmed ? "ink-faint" : "ink";
  painter.text(from, baseline, name, { ink, size: 12, max: scene.names - from - 6 });
  const used = from + 6 + textWidth(name, { size: 12 });
  if (row.status === "failed" && used < scene.names - 60)
    painter.text(used, baseline, row.failure?.code ?? STATUS_WORD.failed, {
      ink: "ink-muted",
      size: 10,
      max: scene.names - used - 6,
    });
}
