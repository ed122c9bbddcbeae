import type { Forest } from "../../tree";
import { lanesOf, type Stretch } from "./lanes";

/** What a width stands for. */
export const MEASURES = ["time", "tokens", "cost"] as const;
export type Measure = (typeof MEASURES)[number];

/** A run as a box: from where to where on the line of its measure, and in which lane of its depth. */
export type Cell = {
  readonly no: number;
  readonly depth: number;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
};

export type Level = { readonly top: number; readonly laneHeight: number; readonly lanes: number };

export type Flame = {
  readonly measure: Measure;
  /** By depth and, within it, from left to right. */
  readonly cells: readonly Cell[];
  readonly byNo: ReadonlyMap<number, Cell>;
  readonly levels: readonly Level[];
  readonly height: number;
  readonly from: number;
  readonly to: number;
  /** Runs without a width: they used nothing of the measure. */
  readonly left: number;
};

export type FlameParts = {
  readonly measure: Measure;
  /** Run below which everything is shown, with the runs above it. */
  readonly focus: number;
  readonly until: number;
  /** Up to where time is shown, if that is later: the end of a tree that is looked at as it was. */
  readonly end?: number;
};

const GAP = 6;
/** Height of a lane that has room for a name. */
const NAMED = 20;

export function flameOf(forest: Forest, parts: FlameParts): Flame {
  const shown = within(forest, parts.focus);
  const stretches =
    parts.measure === "time" ? timed(forest, shown, parts.until) : shared(forest, shown, parts.measure);
  const focused = stretches.flat().find(({ no }) => no === parts.focus);
  return placed(forest, stretches, {
    measure: parts.measure,
    from: focused?.from ?? 0,
    to: Math.max((focused?.from ?? 0) + Number.EPSILON, focused?.to ?? 1, endOf(parts)),
  });
}

function endOf({ measure, focus, end }: FlameParts): number {
  return measure === "time" && focus === 0 && end !== undefined ? end : Number.NEGATIVE_INFINITY;
}

/** Whether each run is the focus, below it or above it. Parents come before their children. */
function within(forest: Forest, focus: number): readonly boolean[] {
  const shown: boolean[] = [];
  for (const row of forest.rows)
    shown[row.no] = row.no === focus || (row.parent !== null && shown[row.parent] === true);
  const parent = forest.rows[focus]?.parent ?? null;
  for (let no = parent; no !== null; no = forest.rows[no]?.parent ?? null) shown[no] = true;
  return shown;
}

function timed(forest: Forest, shown: readonly boolean[], until: number): Stretch[][] {
  const levels: Stretch[][] = [];
  for (const row of forest.rows) {
    if (!shown[row.no]) continue;
    levels[row.depth] ??= [];
    const to = row.endedAt ?? until;
    levels[row.depth]?.push({ no: row.no, from: Math.min(row.startedAt, to), to });
  }
  return levels.map((level) => level.sort((a, b) => a.from - b.from || a.no - b.no));
}

/** Each run as wide as all below it and itself, its children from the left in order of start. */
function shared(forest: Forest, shown: readonly boolean[], measure: "tokens" | "cost"): Stretch[][] {
  const sums = sumsOf(forest, measure);
  const levels: Stretch[][] = [];
  /** Where the next child of a run begins. */
  const next: number[] = [];
  for (const row of forest.rows) {
    const from = row.parent === null ? 0 : (next[row.parent] ?? 0);
    const to = from + (sums[row.no] ?? 0);
    next[row.no] = from;
    if (row.parent !== null) next[row.parent] = to;
    if (!shown[row.no] || to <= from) continue;
    levels[row.depth] ??= [];
    levels[row.depth]?.push({ no: row.no, from, to });
  }
  return levels;
}

/** What a run and all below it used. Children have higher numbers than their parents. */
function sumsOf({ rows }: Forest, measure: "tokens" | "cost"): readonly number[] {
  const sums = rows.map((row) => (measure === "tokens" ? row.tokens : row.costUsd));
  for (let no = rows.length - 1; no > 0; no -= 1) {
    const parent = rows[no]?.parent ?? null;
    if (parent !== null) sums[parent] = (sums[parent] ?? 0) + (sums[no] ?? 0);
  }
  return sums;
}

function placed(
  forest: Forest,
  stretches: readonly (readonly Stretch[])[],
  { measure, from, to }: Pick<Flame, "measure" | "from" | "to">,
): Flame {
  const cells: Cell[] = [];
  const counts: number[] = [];
  for (let depth = 0; depth < stretches.length; depth += 1) {
    const level = stretches[depth] ?? [];
    const { lanes, count } = lanesOf(level);
    counts.push(count);
    level.forEach((stretch, index) => {
      cells.push({ ...stretch, depth, lane: lanes[index] ?? 0 });
    });
  }
  const byNo = new Map(cells.map((cell) => [cell.no, cell]));
  const left = forest.total.total - cells.length;
  return { measure, cells, byNo, ...stacked(counts, heightFor), from, to, left };
}

function stacked(counts: readonly number[], heightOf: (lanes: number) => number) {
  const levels: Level[] = [];
  let top = GAP;
  for (const lanes of counts) {
    const laneHeight = heightOf(lanes);
    levels.push({ top, laneHeight, lanes });
    top += lanes * laneHeight + (lanes > 0 ? GAP : 0);
  }
  return { levels, height: top };
}

/** With room for names in every lane, from the top down, as long as all of it stays within a height. */
export function withNames(flame: Flame, mostHeight: number): Flame {
  let height = flame.height;
  const heightOf = (lanes: number) => {
    const more = lanes * (NAMED - heightFor(lanes));
    if (height + more > mostHeight) return heightFor(lanes);
    height += more;
    return NAMED;
  };
  return {
    ...flame,
    ...stacked(
      flame.levels.map(({ lanes }) => lanes),
      heightOf,
    ),
  };
}

/** Few lanes have room for names; many are thin, so that a wide level still fits a few screens. */
function heightFor(lanes: number): number {
  if (lanes <= 12) return NAMED;
  if (lanes <= 60) return 10;
  return lanes <= 300 ? 5 : 2;
}

/** Run at a place of the line and a height of the whole drawing. */
export function cellAt({ cells, levels }: Flame, place: number, y: number, slack: number): Cell | undefined {
  const depth = levels.findIndex(({ top, laneHeight, lanes }) => y >= top && y < top + lanes * laneHeight);
  const level = levels[depth];
  if (!level) return undefined;
  const lane = Math.floor((y - level.top) / level.laneHeight);
  return cells.find(
    (cell) =>
      cell.depth === depth && cell.lane === lane && place >= cell.from - slack && place <= cell.to + slack,
  );
}

export type Step = "parent" | "child" | "next" | "previous";

/** The box that a movement leads to; `null` = it stays. */
export function stepFrom(flame: Flame, forest: Forest, no: number, step: Step): number | null {
  if (step === "parent") return forest.rows[no]?.parent ?? null;
  if (step === "child") return firstChild(flame, forest, no);
  const at = flame.cells.findIndex((cell) => cell.no === no);
  const to = flame.cells[at + (step === "next" ? 1 : -1)];
  return at >= 0 && to && to.depth === flame.cells[at]?.depth ? to.no : null;
}

function firstChild(flame: Flame, forest: Forest, no: number): number | null {
  for (const { members } of forest.siblings[no]?.values() ?? []) {
    const child = members.find((member) => flame.byNo.has(member));
    if (child !== undefined) return child;
  }
  return null;
}
