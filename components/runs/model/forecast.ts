import { formatDuration } from "../../ui/format";

/** What was spent at an instant. */
export type Sample = { readonly at: number; readonly spent: number };
export type Forecast = {
  readonly perMinute: number;
  /** What will be spent ten minutes on, at most what the limit allows. */
  readonly soon: number;
  /** Until nothing is left; `null` = there is no limit, or it is not reached at this rate. */
  readonly leftMs: number | null;
};

/** The rate is taken from so far back. */
const WINDOW_MS = 120_000;
/** What happened within less says nothing of what comes: most trees begin with a burst. */
const LEAST_MS = 20_000;
/** Two points are always on a line: the rate takes a few looks to be one. */
const LEAST_SAMPLES = 4;
const SOON_MS = 600_000;
const MINUTE_MS = 60_000;

/**
 * What is known before the first look: that nothing was spent when the tree began. Of one that began before the window
 * it says nothing, for what was spent since may have been spent long ago.
 */
export function beforeLooks(startedAt: number, now: number): readonly Sample[] {
  return now - startedAt <= WINDOW_MS ? [{ at: startedAt, spent: 0 }] : [];
}

/** The samples with one more, without those that no longer count; one before the window is kept to measure from. */
export function withSample(samples: readonly Sample[], next: Sample): readonly Sample[] {
  const last = samples.at(-1);
  if (last && last.at >= next.at) return samples;
  const from = samples.findLastIndex(({ at }) => at <= next.at - WINDOW_MS);
  return [...samples.slice(Math.max(0, from)), next];
}

/** What the spend will be if it goes on as in the last two minutes; `null` = it is too early to tell, or nothing moves. */
export function forecastOf(samples: readonly Sample[], limit: number | null): Forecast | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last || samples.length < LEAST_SAMPLES || last.at - first.at < LEAST_MS) return null;
  const rate = (last.spent - first.spent) / (last.at - first.at);
  if (rate <= 0) return null;
  const soon = last.spent + rate * SOON_MS;
  return {
    perMinute: rate * MINUTE_MS,
    soon: limit === null ? soon : Math.min(limit, soon),
    leftMs: limit === null ? null : Math.max(0, limit - last.spent) / rate,
  };
}

/** One sentence; amounts in the words of their dimension. */
export function forecastText(forecast: Forecast, amount: (value: number) => string): string {
  const { perMinute, soon, leftMs } = forecast;
  const rate = `${amount(perMinute)} a minute`;
  if (leftMs === null || leftMs > SOON_MS) {
    const end = leftMs === null ? "" : `; the limit in ${formatDuration(leftMs)}`;
    return `${rate}: ${amount(soon)} in 10 minutes${end}`;
  }
  return `${rate}: the limit is reached in ${formatDuration(leftMs)}`;
}
