import type { Log } from "./log.ts";
import type { Store } from "./store.ts";

export type CollectingOptions = {
  readonly store: Pick<Store, "collect">;
  readonly log: Log;
  /** How often. Default every 10 minutes. */
  readonly everyMs?: number;
  /** How long a value that no tree names is kept. Default 1 hour. */
  readonly orphanMs?: number;
  /** How long the contexts of an ended tree can be looked into. Default 30 days. */
  readonly contextMs?: number;
};

const MINUTE = 60_000;
const LIMIT = 500;

export type Collector = { readonly collect: () => Promise<void>; readonly stop: () => void };

/** Deletes values that nothing reaches any more, a bounded number at a time. */
export function startCollecting({ store, log, ...times }: CollectingOptions): Collector {
  const { everyMs = 10 * MINUTE, orphanMs = 60 * MINUTE, contextMs = 30 * 24 * 60 * MINUTE } = times;

  async function collect(): Promise<void> {
    try {
      const { released, deleted } = await store.collect({ orphanMs, contextMs, limit: LIMIT });
      if (released + deleted > 0) log.info({ released, deleted }, "values that nothing reaches were deleted");
    } catch (error) {
      log.warn({ error: String(error) }, "deleting values that nothing reaches failed; trying again");
    }
  }

  const timer = setInterval(() => void collect(), everyMs).unref();
  return { collect, stop: () => clearInterval(timer) };
}
