import type { RunRow } from "#server/engine/live/wire";
import { type Painter, placeOf } from "../../drawing";
import { formatDuration } from "../../ui/format";
import { type Tone, toneIn } from "../../ui/tone";
import type { Scene } from "./scene";
import type { Spans } from "./span-book";

export const ROW = 28;
const BAR = 10;
/** Narrower bars are drawn this wide and hatched: too short to scale. */
export const LEAST_WIDTH = 2;

/** Where the rows of a scene stand: the bars lie between `left` and `right`. */
export type Frame = { readonly left: number; readonly right: number };

export function xAt({ axis, shown }: Scene, { left, right }: Frame, at: number): number {
  return left + ((placeOf(axis, at) - shown.from) / (shown.to - shown.from)) * (right - left);
}

/** From where to where a run reaches: exactly what its row says; open ones up to `until`. */
export function reachOf(row: RunRow, until: number): { readonly from: number; readonly to: number } {
  const to = row.endedAt ?? until;
  return { from: Math.min(row.startedAt, to), to };
}

export function drawRun(painter: Painter, scene: Scene, frame: Frame, row: RunRow, y: number): void {
  const reach = reachOf(row, scene.until);
  const [x1, x2] = [xAt(scene, frame, reach.from), xAt(scene, frame, reach.to)];
  if (x2 < frame.left - 80 || x1 > frame.right) return;
  const tone = toneIn(scene.paused, row.status);
  const middle = y + ROW / 2;
  if (x2 - x1 < LEAST_WIDTH) drawTiny(painter, x1, middle, tone);
  else {
    drawBracket(painter, { x1, x2, middle, open: row.endedAt === null, tone });
    drawOwn(painter, scene, frame, { row, middle, tone });
  }
  drawCritical(painter, scene, frame, row.no, middle);
  drawLength(painter, frame, { text: formatDuration(reach.to - reach.from), x1, x2, middle });
}

function drawTiny(painter: Painter, x: number, middle: number, tone: Tone): void {
  const box = { x, y: middle - BAR / 2, width: LEAST_WIDTH, height: BAR };
  painter.fill(box, tone, 0.5);
  painter.hatch({ ...box, x: x - 1, width: LEAST_WIDTH + 2 }, tone);
}

type Bracket = {
  readonly x1: number;
  readonly x2: number;
  readonly middle: number;
  readonly open: boolean;
  readonly tone: Tone;
};

/** The whole run as a thin line with ends; without the right one while it goes on. */
function drawBracket(painter: Painter, { x1, x2, middle, open, tone }: Bracket): void {
  const y = Math.round(middle) + 0.5;
  painter.line(x1, y, x2, y, { ink: tone });
  painter.line(x1 + 0.5, y - 4, x1 + 0.5, y + 4, { ink: tone });
  if (!open) painter.line(x2 - 0.5, y - 4, x2 - 0.5, y + 4, { ink: tone });
}

type Own = { readonly row: RunRow; readonly middle: number; readonly tone: Tone };

function drawOwn(painter: Painter, scene: Scene, frame: Frame, { row, middle, tone }: Own): void {
  const spans = scene.spansOf(row.no);
  if (!spans) return;
  const y = middle - BAR / 2;
  const clip = (from: number, to: number | null) => clipped(scene, row, from, to);
  for (const [from, to] of spans.waits) {
    const box = boxOf(scene, frame, clip(from, to), y);
    if (box) painter.hatch(box, tone === "running" ? "waiting" : tone);
  }
  for (const [from, to] of spans.work) {
    const box = boxOf(scene, frame, clip(from, to), y);
    if (!box) continue;
    painter.fill(box, tone, 1, 2);
  }
  drawRetries(painter, scene, frame, { spans, middle });
}

/** A span ends with its run at the latest, and never after what is looked at. */
function clipped(scene: Scene, row: RunRow, from: number, to: number | null): readonly [number, number] {
  const end = row.endedAt ?? scene.until;
  return [Math.max(from, row.startedAt), Math.min(to ?? end, end)];
}

function boxOf(scene: Scene, frame: Frame, [from, to]: readonly [number, number], y: number) {
  if (to < from) return null;
  const x1 = xAt(scene, frame, from);
  const x2 = Math.max(x1 + 1, xAt(scene, frame, to));
  return x2 < frame.left || x1 > frame.right ? null : { x: x1, y, width: x2 - x1, height: BAR };
}

function drawRetries(
  painter: Painter,
  scene: Scene,
  frame: Frame,
  { spans, middle }: { readonly spans: Spans; readonly middle: number },
): void {
  for (const at of spans.retries) {
    if (at > scene.until) continue;
    const x = Math.round(xAt(scene, frame, at)) + 0.5;
    if (x < frame.left || x > frame.right) continue;
    painter.line(x, middle - BAR / 2 - 3, x, middle + BAR / 2, { ink: "ground", width: 2 });
    painter.line(x, middle - BAR / 2 - 4, x, middle - BAR / 2, { ink: "degraded", width: 2 });
  }
}

function drawCritical(painter: Painter, scene: Scene, frame: Frame, no: number, middle: number): void {
  for (const { from, to } of scene.critical?.get(no) ?? []) {
    const [x1, x2] = [xAt(scene, frame, from), xAt(scene, frame, to)];
    painter.fill(
      { x: x1, y: middle + BAR / 2 + 2, width: Math.max(LEAST_WIDTH, x2 - x1), height: 2 },
      "accent",
    );
  }
}

type Length = { readonly text: string; readonly x1: number; readonly x2: number; readonly middle: number };

const TEXT_ROOM = 62;

/** Beside the bar, where there is room: after it, else before it. */
function drawLength(painter: Painter, { left, right }: Frame, { text, x1, x2, middle }: Length): void {
  const lettering = { ink: "ink-muted", mono: true, size: 10 } as const;
  const baseline = middle + 3.5;
  if (x2 >= left && x2 + TEXT_ROOM <= right) painter.text(x2 + 6, baseline, text, lettering);
  else if (x1 - TEXT_ROOM >= left) painter.text(x1 - 6, baseline, text, { ...lettering, align: "right" });
}
