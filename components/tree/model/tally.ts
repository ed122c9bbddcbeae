import type { Tone } from "../../ui/tone";

/** How many runs stand in each state. */
export type Tally = Record<Tone, number> & { total: number };

export function newTally(): Tally {
  return { succeeded: 0, running: 0, waiting: 0, queued: 0, degraded: 0, failed: 0, total: 0 };
}

/** Moves one run from one state to another; `null` as `from` counts a new run. */
export function move(tally: Tally, from: Tone | null, to: Tone): void {
  if (from === null) tally.total += 1;
  else tally[from] -= 1;
  tally[to] += 1;
}
