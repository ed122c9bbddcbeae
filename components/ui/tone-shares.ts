import { TONES, type Tone } from "./tone";

export type Counts = Readonly<Record<Tone, number>> & { readonly total: number };

/** Of a bar, in percent: what is there at all can be seen, however small its share. */
const LEAST = 2.5;

const INK: Readonly<Record<Tone, string>> = {
  succeeded: "var(--succeeded)",
  running: "var(--running)",
  waiting: "var(--waiting)",
  queued: "color-mix(in srgb, var(--queued) 40%, transparent)",
  degraded: "color-mix(in srgb, var(--degraded) 70%, transparent)",
  failed: "var(--failed)",
};

export type Share = { readonly tone: Tone; readonly from: number; readonly to: number };

/** Where each state begins and ends on a bar, in percent. What is counted in no state leaves the rest of it empty. */
export function sharesOf(counts: Counts): readonly Share[] {
  const total = Math.max(1, counts.total);
  const there = TONES.filter((tone) => counts[tone] > 0);
  const widths = there.map((tone) => Math.max(LEAST, (counts[tone] / total) * 100));
  const over = Math.max(100, sum(widths));
  let at = 0;
  return there.map((tone, index) => {
    const from = at;
    at += ((widths[index] ?? 0) / over) * 100;
    return { tone, from, to: at };
  });
}

/** The shares as the background of one element, with a hair's breadth between them: a row of a long list has one. */
export function paintShares(shares: readonly Share[]): string | undefined {
  if (shares.length === 0) return undefined;
  const stops = shares.flatMap(({ tone, from, to }, index) => {
    const begin = index === 0 ? "0%" : `calc(${from.toFixed(2)}% + 1px)`;
    const gap = index === 0 ? [] : [`transparent ${from.toFixed(2)}% ${begin}`];
    return [...gap, `${INK[tone]} ${begin} ${to.toFixed(2)}%`];
  });
  return `linear-gradient(to right, ${stops.join(", ")}, transparent 0)`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
