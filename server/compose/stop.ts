type Close = { readonly name: string; readonly close: () => Promise<void> | void };

export type Stopper = {
  /** Adds something to be closed; what was opened last closes first. */
  readonly onStop: (name: string, close: () => Promise<void> | void) => void;
  /** Closes everything, once; a close that fails or hangs does not keep the others. */
  readonly stop: () => Promise<void>;
};

/** Hears what became of each close. */
type Report = (name: string, tookMs: number, error?: unknown) => void;

export function createStopper(report: Report, eachMs = 10_000): Stopper {
  const closes: Close[] = [];
  let stopping: Promise<void> | null = null;
  const run = async () => {
    for (const { name, close } of closes.toReversed()) {
      const began = performance.now();
      const took = () => Math.round(performance.now() - began);
      await withinTime(Promise.resolve().then(close), eachMs).then(
        () => report(name, took()),
        (error: unknown) => report(name, took(), error),
      );
    }
  };
  return {
    onStop: (name, close) => closes.push({ name, close }),
    stop: () => {
      stopping ??= run();
      return stopping;
    },
  };
}

async function withinTime(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Calls `stop` on the first signal and ends the process at once on the second. A parent that has gone counts as a
 * request to stop, too: nobody would be left to ask.
 */
export function onStopSignal(stop: () => void): void {
  let asked = false;
  const onSignal = () => {
    if (asked) process.exit(130);
    asked = true;
    stop();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 1_000);
  watch.unref();
}
