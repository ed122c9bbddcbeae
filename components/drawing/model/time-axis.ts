/** Spans of time in which nothing worked, drawn short. In order of time. */
export type Gap = { readonly from: number; readonly to: number };

/**
 * Instants as places on a line. Places are milliseconds too, but a gap takes only `GAP_SHARE` of the rest, so that
 * hours of waiting do not hide seconds of work.
 */
export type TimeAxis = {
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Gap[];
  /** Places of the beginnings of the gaps. */
  readonly starts: readonly number[];
  /** How long a gap is drawn. */
  readonly gapLength: number;
  /** Place of `to`. */
  readonly length: number;
};

const GAP_SHARE = 0.04;
/** A rest is a gap when it takes more than this share of the whole. */
export const IDLE_SHARE = 0.2;

export function timeAxis(from: number, to: number, gaps: readonly Gap[] = []): TimeAxis {
  const end = Math.max(to, from + 1);
  const within = gaps
    .map((gap) => ({ from: Math.max(from, gap.from), to: Math.min(end, gap.to) }))
    .filter((gap) => gap.to > gap.from);
  const resting = within.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const gapLength = Math.max(1, (end - from - resting) * GAP_SHARE);
  const starts: number[] = [];
  let saved = 0;
  for (const gap of within) {
    starts.push(gap.from - from - saved);
    saved += gap.to - gap.from - gapLength;
  }
  return { from, to: end, gaps: within, starts, gapLength, length: end - from - saved };
}

/** Place of an instant. */
export function placeOf(axis: TimeAxis, at: number): number {
  const index = lastAtOrBefore(axis.gaps, at, (gap) => gap.from);
  const gap = axis.gaps[index];
  if (!gap) return at - axis.from;
  const start = axis.starts[index] ?? 0;
  if (at < gap.to) return start + ((at - gap.from) / (gap.to - gap.from)) * axis.gapLength;
  return start + axis.gapLength + (at - gap.to);
}

/** Instant at a place: the inverse of `placeOf`. */
export function instantAt(axis: TimeAxis, place: number): number {
  const index = lastAtOrBefore(axis.starts, place, (start) => start);
  const gap = axis.gaps[index];
  if (!gap) return axis.from + place;
  const into = place - (axis.starts[index] ?? 0);
  if (into < axis.gapLength) return gap.from + (into / axis.gapLength) * (gap.to - gap.from);
  return gap.to + into - axis.gapLength;
}

function lastAtOrBefore<Item>(list: readonly Item[], value: number, of: (item: Item) => number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = list[middle];
    if (item !== undefined && of(item) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Rests within a tree's time that take more than `IDLE_SHARE` of it. `null` ends = until `to`. */
export function idleGaps(
  busy: readonly (readonly [number, number | null])[],
  from: number,
  to: number,
): readonly Gap[] {
  const least = (to - from) * IDLE_SHARE;
  const gaps: Gap[] = [];
  let until = from;
  for (const [start, end] of [...busy, [to, to] as const]) {
    const begin = Math.min(start, to);
    if (begin - until > least) gaps.push({ from: until, to: begin });
    until = Math.max(until, end ?? to);
  }
  return gaps;
}
