import { type Box, onGrid, type Point } from "./geometry";

/** A line that shows what a node is in line with. */
export type Guide = {
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
};
export type Snapped = { readonly at: Point; readonly guides: readonly Guide[] };

/** How near an edge or a middle must be to be meant. */
const REACH = 6;

type Axis = { readonly start: "x" | "y"; readonly size: "width" | "height"; readonly across: Axis["start"] };
const X: Axis = { start: "x", size: "width", across: "y" };
const Y: Axis = { start: "y", size: "height", across: "x" };

/** Where a moved box comes to stand: in line with another one that is near to being so, else on the grid. */
export function snap(box: Box, others: readonly Box[]): Snapped {
  const grid = onGrid(box);
  const [x, y] = [nearest(box, others, X), nearest(box, others, Y)];
  const at = { x: x ? box.x + x.by : grid.x, y: y ? box.y + y.by : grid.y };
  const stands = { ...box, ...at };
  return { at, guides: [...guidesOf(stands, x, X), ...guidesOf(stands, y, Y)] };
}

type Match = { readonly by: number; readonly line: number; readonly other: Box };

/** Start, middle and end of a box on one axis. */
function linesOf(box: Box, { start, size }: Axis): readonly [number, number, number] {
  return [box[start], box[start] + box[size] / 2, box[start] + box[size]];
}

function nearest(box: Box, others: readonly Box[], axis: Axis): Match | null {
  let best: Match | null = null;
  const own = linesOf(box, axis);
  for (const other of others) {
    linesOf(other, axis).forEach((line, i) => {
      const by = line - (own[i] ?? 0);
      if (Math.abs(by) <= REACH && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, line, other };
    });
  }
  return best;
}

function guidesOf(box: Box, match: Match | null, { start, across }: Axis): readonly Guide[] {
  if (!match) return [];
  const { line, other } = match;
  const length = across === "x" ? "width" : "height";
  const ends = [box, other].flatMap((each) => [each[across], each[across] + each[length]]);
  return [{ axis: start, at: line, from: Math.min(...ends), to: Math.max(...ends) }];
}
