import type { RunRow } from "#server/engine/live/wire";
import type { Forest, Line } from "../../tree";
import { ROW } from "./draw-run";

const AROUND = 12;

/** Rows of the runs on screen, and a few around them that the next movement shows. */
export function visibleRows(
  forest: Forest,
  lines: readonly Line[],
  scrolled: number,
  height: number,
): readonly RunRow[] {
  const first = Math.max(0, Math.floor(scrolled / ROW) - AROUND);
  const last = Math.ceil((scrolled + height) / ROW) + AROUND;
  return runsOf(forest, lines.slice(first, last));
}

/** Rows of the runs among some lines. */
export function runsOf(forest: Forest, lines: readonly Line[]): readonly RunRow[] {
  return lines.flatMap((line) => {
    const row = line.kind === "run" ? forest.rows[line.no] : undefined;
    return row ? [row] : [];
  });
}
