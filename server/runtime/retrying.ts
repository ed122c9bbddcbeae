import { setTimeout as sleep } from "node:timers/promises";

const FIRST_MS = 25;
const CAP_MS = 2_000;

export type RetryOptions = {
  readonly retryable: (error: unknown) => boolean;
  /** Aborting gives up: the last error is thrown. */
  readonly signal: AbortSignal;
  readonly onRetry?: (error: unknown, tries: number) => void;
};

/** Repeats `act` with exponential backoff and jitter until it succeeds, or fails for a reason that repeating cannot cure. */
export async function retrying<T>(act: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (error) {
      if (options.signal.aborted || !options.retryable(error)) throw error;
      options.onRetry?.(error, tries);
      await sleep(backoff(tries), undefined, { signal: options.signal }).catch(() => {
        throw error;
      });
    }
  }
}

function backoff(tries: number): number {
  return Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(tries - 1, 10)) * (0.5 + Math.random() / 2);
}
