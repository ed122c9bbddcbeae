import type { Painter, Picture } from "../../drawing";
import { drawMark, type Line, nameOf, standsAs, type TreeStore } from "../../tree";
import { formatCount, formatDuration } from "../../ui/format";
import { sayCounts } from "../../ui/tone-bar";
import { ROW } from "./draw-run";

const WIDTH = 900;
const INDENT = 16;
const DEEPEST = 12;

/** The rows of a tree as they stand on screen, all of them, as a picture. */
export function treePicture(store: TreeStore): Picture {
  const lines = store.screen();
  const root = store.forest.rows[0];
  return {
    name: `Tree of ${root ? nameOf(root) : "the run"}`,
    view: "tree",
    rows: lines.length,
    width: WIDTH,
    height: lines.length * ROW + 16,
    draw: (painter) => {
      for (const [index, line] of lines.entries()) drawLine(painter, store, line, index);
    },
  };
}

function drawLine(painter: Painter, store: TreeStore, line: Line, index: number): void {
  const x = 16 + Math.min(line.level, DEEPEST) * INDENT;
  const baseline = index * ROW + ROW / 2 + 12;
  if (line.level > 0) painter.line(x - 8, baseline - ROW + 8, x - 8, baseline - 4, { ink: "line-strong" });
  if (line.kind === "run") drawRow(painter, store, { no: line.no, x, baseline });
  else {
    const { members, node, tally } = line.siblings;
    const many =
      line.kind === "more"
        ? `${formatCount(line.hidden)} more`
        : `${formatCount(members.length)} × ${node || "run"}`;
    const max = WIDTH - x - 120;
    painter.text(x, baseline, `${many}: ${sayCounts(tally)}`, { ink: "ink-muted", size: 12, max });
  }
}

function drawRow(
  painter: Painter,
  { forest, tree }: TreeStore,
  at: { no: number; x: number; baseline: number },
): void {
  const row = forest.rows[at.no];
  if (!row) return;
  const paused = tree?.paused ?? false;
  drawMark(painter, row, { forest, paused, x: at.x + 4, y: at.baseline - 4 });
  const why = row.failure ? ` · ${row.failure.code}` : "";
  painter.text(at.x + 16, at.baseline, `${nameOf(row)}${why}`, {
    ink: "ink",
    size: 12,
    max: WIDTH - at.x - 250,
  });
  painter.text(WIDTH - 110, at.baseline, standsAs(forest, row, paused), { ink: "ink-muted", align: "right" });
  const lasted = row.endedAt === null ? "" : formatDuration(row.endedAt - row.startedAt);
  painter.text(WIDTH - 16, at.baseline, lasted, { ink: "ink-muted", mono: true, align: "right" });
}
