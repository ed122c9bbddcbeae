import type { TreeId } from "#server/engine/ids";
import { BREAKER_SETTINGS, type BreakerSettings } from "#server/engine/recovery/breaker";
import { breakersOf } from "#server/engine/run/held";
import type { TreeState } from "#server/engine/run/state";
import type { Commit } from "../batch.ts";
import type { Clock } from "../clock.ts";
import type { Executor } from "../executor.ts";
import type { Log } from "../log.ts";
import { createBreakerBook } from "./book.ts";
import { gated } from "./gate.ts";
import type { BreakerStore } from "./store.ts";
import { createWaitWatch } from "./watch.ts";

export type BreakerOptions = {
  readonly store: BreakerStore;
  readonly settings?: Partial<BreakerSettings>;
  readonly pollMs?: number;
};

/** Breakers as a host uses them. */
export type BreakerDesk = {
  readonly gate: (executor: Executor) => Executor;
  readonly note: (treeId: TreeId, commit: Commit, state: TreeState | undefined) => void;
  readonly refresh: () => Promise<void>;
  readonly stop: () => void;
};

type Parts = {
  readonly clock: Clock;
  readonly log: Log;
  /** Trees in memory here. */
  readonly live: () => readonly { readonly treeId: TreeId; readonly state: TreeState }[];
  readonly release: (treeId: TreeId, breaker: string) => Promise<unknown>;
};

export function createBreakerDesk(
  { store, settings, pollMs = 1_000 }: BreakerOptions,
  { clock, log, live, release }: Parts,
): BreakerDesk {
  const watch = createWaitWatch(store, log);
  const late = new Set<NodeJS.Timeout>();

  async function letGo(breaker: string): Promise<void> {
    try {
      const here = live().filter(({ state }) => breakersOf(state).includes(breaker));
      const all = new Set([...here.map(({ treeId }) => treeId), ...(await store.treesHeldBy(breaker))]);
      await Promise.all([...all].map((treeId) => release(treeId, breaker)));
    } catch (error) {
      log.warn(
        { breaker, error: String(error) },
        "what a breaker held could not be let go; it asks again by itself",
      );
    }
  }

  const book = createBreakerBook({
    store,
    settings: { ...BREAKER_SETTINGS, ...settings },
    clock,
    log,
    pollMs,
    onReleased: (breaker) => {
      void letGo(breaker);
      // Whoever was being held at that very moment is not on any list yet.
      const timer = setTimeout(() => {
        late.delete(timer);
        void letGo(breaker);
      }, 2 * pollMs).unref();
      late.add(timer);
    },
  });

  return {
    gate: (executor) => gated(executor, book, log),
    note: watch.note,
    refresh: book.refresh,
    stop: () => {
      book.stop();
      for (const timer of late) clearTimeout(timer);
    },
  };
}
