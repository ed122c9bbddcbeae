/** Asks again when something changed, and never more often than it may. */
export type Refresh = {
  /** What was answered last may be old. Many changes are one question. */
  readonly changed: () => void;
  readonly stop: () => void;
};

/** `ask` counts as asked at the start. A change during an answer is asked about after it. */
export function createRefresh(ask: () => Promise<unknown>, everyMs: number): Refresh {
  let askedAt = Date.now();
  let asking = false;
  let missed = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function changed(): void {
    if (asking) missed = true;
    else if (!stopped) timer ??= setTimeout(() => void go(), Math.max(0, askedAt + everyMs - Date.now()));
  }

  async function go(): Promise<void> {
    timer = undefined;
    missed = false;
    asking = true;
    askedAt = Date.now();
    // A refused answer shows where it is shown; the next change asks again.
    await ask().catch(() => undefined);
    asking = false;
    if (missed) changed();
  }

  return {
    changed,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
