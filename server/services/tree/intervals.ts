/** From when to when; `null` = it still goes on. */
export type Interval = readonly [number, number | null];

/** The union of intervals in order of time, at most `max` of them: the smallest pauses are closed first. */
export function merged(intervals: readonly Interval[], max: number): Interval[] {
  const union = unionOf(intervals);
  if (union.length <= max) return union;
  const pauses = union.slice(1).map(([from], index) => from - (union[index]?.[1] ?? from));
  const least = pauses.toSorted((a, b) => b - a)[max - 1] ?? 0;
  let open = max - 1 - pauses.filter((pause) => pause > least).length;
  const kept: [number, number | null][] = [];
  union.forEach(([from, to], index) => {
    const pause = pauses[index - 1] ?? Number.POSITIVE_INFINITY;
    const apart = pause > least || (pause === least && open-- > 0);
    const last = kept.at(-1);
    if (last && !apart) last[1] = to;
    else kept.push([from, to]);
  });
  return kept;
}

function unionOf(intervals: readonly Interval[]): Interval[] {
  const union: [number, number | null][] = [];
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    const last = union.at(-1);
    if (!last || (last[1] !== null && last[1] < from)) union.push([from, to]);
    else if (last[1] !== null) last[1] = to === null ? null : Math.max(last[1], to);
  }
  return union;
}

/** What of `intervals` no interval of `taken` covers. Both are unions in order of time. */
export function without(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  return intervals.flatMap((interval) => cutOut(interval, taken));
}

function cutOut([from, to]: Interval, taken: readonly Interval[]): Interval[] {
  const rest: Interval[] = [];
  let begin = from;
  for (const [start, end] of taken) {
    if (endOf(end) <= begin) continue;
    if (start >= endOf(to)) break;
    if (start > begin) rest.push([begin, start]);
    begin = endOf(end);
  }
  return begin < endOf(to) ? [...rest, [begin, to]] : rest;
}

function endOf(to: number | null): number {
  return to ?? Number.POSITIVE_INFINITY;
}
