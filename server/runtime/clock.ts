import type { EpochMs } from "#server/engine/ids";

/** Time by the database's clock, without asking it each time. */
export type Clock = {
  readonly now: () => EpochMs;
  /** Takes one measurement: what the database said, and the local instants around the question. */
  readonly adjust: (databaseNow: EpochMs, askedAt: EpochMs, answeredAt: EpochMs) => void;
  /** Database clock − local clock at the last measurement. */
  readonly offsetMs: () => number;
};

/** `local` is the machine's clock; until the first measurement the two are taken as equal. */
export function createClock(local: () => EpochMs = Date.now): Clock {
  let offset = 0;
  return {
    now: () => Math.round(local() + offset),
    adjust: (databaseNow, askedAt, answeredAt) => {
      offset = databaseNow - (askedAt + answeredAt) / 2;
    },
    offsetMs: () => offset,
  };
}
