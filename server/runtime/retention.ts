import type { EndedPlace } from "#db/queries/archive-journal";
import type { Log } from "./log.ts";
import { isTransient } from "./transient.ts";

/** After how many days an ended tree is packed, and after how many it is deleted; `null` = never. */
export type Retention = { readonly archiveAfterDays: number | null; readonly deleteAfterDays: number | null };

export type RetentionStore = {
  readonly retention: () => Promise<Retention>;
  /** Trees that ended more than `days` ago, the oldest first. */
  readonly ended: (days: number, after: EndedPlace, limit: number) => Promise<readonly EndedPlace[]>;
  /** `false` = there was nothing to pack. */
  readonly archive: (treeId: string) => Promise<boolean>;
  readonly remove: (days: number, limit: number) => Promise<number>;
};

export type RetentionOptions = {
  readonly store: RetentionStore;
  readonly from: EndedPlace;
  readonly log: Log;
  /** How often. Default every 10 minutes. */
  readonly everyMs?: number;
  /** Between two small transactions, so that what goes on hardly feels it. */
  readonly pauseMs?: number;
};

export type Keeper = {
  /** Packs and deletes all that is due. */
  readonly keep: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

const EVERY_MS = 600_000;
const PAUSE_MS = 50;
const LIMIT = 100;

/** Keeps the store bounded: what ended long ago is packed, then deleted, one small transaction after the other. */
export function startRetention({
  store,
  from,
  log,
  everyMs = EVERY_MS,
  pauseMs = PAUSE_MS,
}: RetentionOptions): Keeper {
  let stopped = false;
  let keeping: Promise<void> | null = null;
  let place = from;

  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

  async function archive(days: number): Promise<number> {
    let archived = 0;
    for (let ended = await store.ended(days, place, LIMIT); ended.length > 0; ) {
      for (const tree of ended) archived += await archiveOne(tree);
      ended = stopped ? [] : await store.ended(days, place, LIMIT);
    }
    return archived;
  }

  async function archiveOne(tree: EndedPlace): Promise<number> {
    if (stopped) return 0;
    const packed = await packedOrSkipped(tree.id);
    place = tree;
    if (packed) await pause();
    return packed ? 1 : 0;
  }

  /** What the database refuses today it may take tomorrow; a tree that cannot be packed must not keep those after it. */
  async function packedOrSkipped(treeId: string): Promise<boolean> {
    try {
      return await store.archive(treeId);
    } catch (error) {
      if (isTransient(error)) throw error;
      log.error(
        { treeId, error: String(error) },
        "the journal of a tree cannot be packed; it stays as it is, and the next start tries again",
      );
      return false;
    }
  }

  async function remove(days: number): Promise<number> {
    let removed = 0;
    while (!stopped) {
      const some = await store.remove(days, LIMIT);
      removed += some;
      if (some < LIMIT) break;
      await pause();
    }
    return removed;
  }

  async function pass(): Promise<void> {
    try {
      const { archiveAfterDays, deleteAfterDays } = await store.retention();
      const removed = deleteAfterDays === null ? 0 : await remove(deleteAfterDays);
      const archived = archiveAfterDays === null ? 0 : await archive(archiveAfterDays);
      if (archived + removed > 0) log.info({ archived, removed }, "trees that ended long ago were put away");
    } catch (error) {
      log.warn({ error: String(error) }, "putting away trees that ended long ago failed; trying again");
    }
  }

  function keep(): Promise<void> {
    keeping ??= pass().finally(() => {
      keeping = null;
    });
    return keeping;
  }

  const timer = setInterval(() => void keep(), everyMs).unref();
  return {
    keep,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await keeping;
    },
  };
}
