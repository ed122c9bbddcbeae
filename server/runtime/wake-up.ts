import type { EpochMs } from "#server/engine/ids";
import type { Clock } from "./clock.ts";

/** Longest delay that a Node timer keeps exactly. */
const MAX_DELAY_MS = 2_147_483_647;

/** The one timer of an owner. */
export type WakeUp = {
  /** Asks for a call at `at`, or no call. Moving it to a later instant costs nothing: it fires early and is set again. */
  readonly set: (at: EpochMs | null) => void;
  readonly clear: () => void;
};

export function createWakeUp(clock: Clock, wake: () => void): WakeUp {
  let wanted: EpochMs | null = null;
  let timer: NodeJS.Timeout | null = null;
  let firesAt = Number.POSITIVE_INFINITY;

  function clear(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    firesAt = Number.POSITIVE_INFINITY;
  }

  function arm(at: EpochMs): void {
    if (firesAt <= at) return;
    clear();
    const delay = Math.min(MAX_DELAY_MS, Math.max(0, at - clock.now()));
    firesAt = at;
    timer = setTimeout(fire, delay);
  }

  function fire(): void {
    clear();
    if (wanted !== null && clock.now() < wanted) arm(wanted);
    else if (wanted !== null) {
      wanted = null;
      wake();
    }
  }

  return {
    set: (at) => {
      wanted = at;
      if (at !== null) arm(at);
    },
    clear: () => {
      wanted = null;
      clear();
    },
  };
}
