import { formatDuration } from "../../ui/format";
import { instantAt, placeOf, type TimeAxis } from "./time-axis";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
];

export type Tick = { readonly at: number; readonly place: number; readonly text: string };

/** Round times since the beginning within what is shown, at most `count` of them; none within a gap. */
export function ticksOf(axis: TimeAxis, shown: { from: number; to: number }, count: number): readonly Tick[] {
  const least = (shown.to - shown.from) / Math.max(1, count);
  const step = STEPS.find((size) => size >= least) ?? DAY * 365;
  const ticks: Tick[] = [];
  let since = Math.ceil((instantAt(axis, shown.from) - axis.from) / step) * step;
  for (let left = 4 * count; left > 0; left -= 1) {
    const at = axis.from + since;
    const gap = axis.gaps.find(({ from, to }) => from < at && at < to);
    if (gap) {
      since = Math.ceil((gap.to - axis.from) / step) * step;
      continue;
    }
    const place = placeOf(axis, at);
    if (place > shown.to) break;
    ticks.push({ at, place, text: tickText(since) });
    since += step;
  }
  return ticks;
}

function tickText(since: number): string {
  if (since === 0) return "0";
  if (since < SECOND) return `${Math.round(since)} ms`;
  if (since < MINUTE) return `${Number((since / SECOND).toFixed(3))} s`;
  return formatDuration(since).replace(/ 00[ms]$/, "");
}
