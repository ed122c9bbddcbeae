/** A straight line through points, with what is needed to say how sure it is. */
export type Line = {
  readonly points: number;
  readonly slope: number;
  readonly at: (x: number) => number;
  /** Half of the interval in which 80 of 100 further points would fall, if they scatter as these did. */
  readonly within: (x: number) => number;
};

type Point = { readonly x: number; readonly y: number };

/** Below this many points a line says little and its band is wide. */
export const LEAST_POINTS = 8;
/** Of the band: the share of further points that it would hold. */
export const CONFIDENCE = 0.8;
/** Quantile 0.9 of the normal distribution: ten of a hundred points lie above the band, ten below. */
const Z = 1.281_551_565_545;
/** So that the band holds what it says from 8 points on, found by drawing many lines (see the test). */
const NEARER = 2.2;

/**
 * The line whose slope is the median of those between any two points (Theil and Sen): a few points far off do not turn
 * it, nor do they widen its band, which comes from the median distance to it. `null` = there are fewer than
 * `LEAST_POINTS`, or all at one place.
 */
export function lineThrough(points: readonly Point[]): Line | null {
  const n = points.length;
  if (n < LEAST_POINTS) return null;
  const slopes = points.flatMap((one, place) =>
    points.slice(place + 1).flatMap(({ x, y }) => (x === one.x ? [] : [(y - one.y) / (x - one.x)])),
  );
  const slope = median(slopes);
  if (slope === null) return null;
  const base = median(points.map(({ x, y }) => y - slope * x)) ?? 0;
  const at = (x: number) => base + slope * x;
  const meanX = sum(points.map(({ x }) => x)) / n;
  const spread = sum(points.map(({ x }) => (x - meanX) ** 2));
  const distance = median(points.map(({ x, y }) => Math.abs(y - at(x)))) ?? 0;
  // 1.4826 makes a standard deviation of the median distance; few points lie nearer to their own line than others will.
  const scatter = 1.4826 * distance * (n / (n - NEARER));
  const within = (x: number) => studentT(n - 2) * scatter * Math.sqrt(1 + 1 / n + (x - meanX) ** 2 / spread);
  return { points: n, slope, at, within };
}

/** Quantile 0.9 of Student's distribution, by the expansion of Cornish and Fisher; exact to 0.001 from 4 degrees on. */
export function studentT(degrees: number): number {
  const terms = [
    Z,
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
  ];
  return sum(terms.map((term, power) => term / degrees ** power));
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
