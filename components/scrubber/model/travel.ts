/** Instant that is looked at; `null` = the present. */
export type At = number | null;
export type Reach = { readonly from: number; readonly to: number };

/** The instant of the next moment in a direction; the beginning before the first, the present after the last. */
export function stepped(instants: readonly number[], at: At, step: 1 | -1, { from }: Reach): At {
  if (step === 1) return at === null ? null : (instants.find((instant) => instant > at) ?? null);
  return instants.findLast((instant) => at === null || instant < at) ?? from;
}

/** What a place on the line means: the end of it is the present. */
export function atOf(value: number, { from, to }: Reach): At {
  if (value >= to) return null;
  return Math.max(from, Math.round(value));
}

export const PACES = { real: "Real time", slow: "All in 30 s", fast: "All in 10 s" } as const;
export type Pace = keyof typeof PACES;
const LASTS: Readonly<Record<Exclude<Pace, "real">, number>> = { slow: 30_000, fast: 10_000 };

/** Where playing stands after so many milliseconds more; `null` = it has reached the present. */
export function played(at: number, elapsed: number, pace: Pace, { from, to }: Reach): At {
  const speed = pace === "real" ? 1 : Math.max(1, to - from) / LASTS[pace];
  const next = at + elapsed * speed;
  return next >= to ? null : next;
}
