import type { RunRow } from "#server/engine/live/wire";
import type { Colour, Painter, Size } from "../../drawing";
import { causeOf, drawMark, type Forest, nameOf } from "../../tree";
import { toneIn } from "../../ui/tone";
import type { Cell, Flame } from "./flame";
import { type Coating, coatOf } from "./paint";

export type FlameScene = {
  readonly flame: Flame;
  readonly forest: Forest;
  readonly coating: Coating;
  /** Place of a point of the measure on the sheet. */
  readonly x: (point: number) => number;
  readonly active: number | null;
  readonly hover: number | null;
  /** Runs that a search found; `null` = there is none. */
  readonly found: ReadonlySet<number> | null;
};

const NAME_FROM = 34;
const NAME_HEIGHT = 18;
/** Narrower boxes are drawn this wide. */
const LEAST = 1.5;

/** Draws what can be seen. Boxes that fall on the same point are drawn once, failed ones always. */
export function drawFlame(painter: Painter, scene: FlameScene, size: Size, scrolled: number): void {
  const { cells, levels } = scene.flame;
  let depth = -1;
  for (const cell of cells) {
    const level = levels[cell.depth];
    if (!level) continue;
    if (cell.depth !== depth) startLevel(level.lanes);
    depth = cell.depth;
    const y = level.top + cell.lane * level.laneHeight - scrolled;
    if (y > size.height || y + level.laneHeight < 0) continue;
    const box = boxOf(scene, cell, { y, laneHeight: level.laneHeight });
    if (box.x <= size.width && box.x + box.width >= 0 && isNew(scene, cell, box))
      drawCell(painter, scene, cell, box);
  }
  outlined(painter, scene, scrolled);
}

/** Up to which point each lane is drawn; one array for all frames. */
let points = new Float64Array(0);

function startLevel(lanes: number): void {
  if (points.length < lanes) points = new Float64Array(lanes);
  points.fill(Number.NEGATIVE_INFINITY, 0, lanes);
}

function isNew({ forest }: FlameScene, { no, lane }: Cell, { x, width }: Placed): boolean {
  if (x + width <= (points[lane] ?? 0) && forest.rows[no]?.status !== "failed") return false;
  points[lane] = Math.floor(x + width);
  return true;
}

type At = { readonly y: number; readonly laneHeight: number };

function boxOf({ x }: FlameScene, { from, to }: Cell, { y, laneHeight }: At) {
  const left = x(from);
  return {
    x: left,
    y,
    width: Math.max(LEAST, x(to) - left),
    height: laneHeight > 4 ? laneHeight - 1 : laneHeight,
  };
}

type Placed = ReturnType<typeof boxOf>;

function drawCell(painter: Painter, scene: FlameScene, cell: Cell, box: Placed): void {
  const row = scene.forest.rows[cell.no];
  if (!row) return;
  const { ink, alpha, text } = coatOf(row, scene.coating);
  const dim = scene.found !== null && !scene.found.has(cell.no);
  const solid = box.width < 5 && alpha < 0.5 ? 0.75 : alpha;
  painter.fill(box, ink, dim ? solid * 0.25 : solid, box.width > 6 ? 2 : 0);
  if (box.width >= 5)
    painter.fill({ ...box, width: 2 }, toneIn(scene.coating.paused, row.status), dim ? 0.25 : 1);
  drawName(painter, scene, { row, box, ink: dim ? "ink-faint" : text });
}

type Named = { readonly row: RunRow; readonly box: Placed; readonly ink: Colour };

function drawName(painter: Painter, { forest, coating }: FlameScene, { row, box, ink }: Named): void {
  if (box.width < NAME_FROM || box.height < NAME_HEIGHT) return;
  const left = Math.max(box.x, 0);
  const mark = isPassed(forest, row) ? 12 : 0;
  const middle = box.y + box.height / 2;
  if (mark > 0) drawMark(painter, row, { forest, paused: coating.paused, x: left + 11, y: middle });
  painter.text(left + 7 + mark, middle + 4, nameOf(row), {
    ink,
    max: box.x + box.width - left - 10 - mark,
  });
}

/** Whether its failure began in another run: a box has the colour of one, but not the fault. */
function isPassed(forest: Forest, row: RunRow): boolean {
  const cause = causeOf(forest, row);
  return cause === "child" || cause === "above";
}

function outlined(painter: Painter, scene: FlameScene, scrolled: number): void {
  for (const [no, ink] of [
    [scene.hover, "ink-faint"],
    [scene.active, "accent"],
  ] as const) {
    const cell = no === null ? undefined : scene.flame.byNo.get(no);
    const level = cell && scene.flame.levels[cell.depth];
    if (!cell || !level) continue;
    const y = level.top + cell.lane * level.laneHeight - scrolled;
    const box = boxOf(scene, cell, { y, laneHeight: level.laneHeight });
    painter.outline(
      { ...box, x: box.x - 0.5, y: box.y - 0.5, width: box.width + 1, height: box.height + 1 },
      { ink, width: 2 },
      2,
    );
  }
}
