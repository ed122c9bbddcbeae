import { listenToWorkspace, relayWorkspaceEvents, trimWorkspaceEvents } from "#db/queries/workspace-events";
import type { Services } from "../context.ts";

/** Polling alone is enough; hints only make it quick. */
const POLL_MS = 1_000;
/** What follows on a hint within this time rides along. */
const HINT_MS = 25;
const TRIM_MS = 600_000;
/** What of the outbox is kept. A client that was away for longer starts over. */
const KEPT = { days: 30, rows: 100_000 } as const;

export type Relay = {
  /** Something may have been written: looks soon. */
  readonly hint: () => void;
  /** Looks now. */
  readonly look: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly services: Pick<Services, "db" | "host" | "log">;
  /** There may be events with a seq that were not there before. */
  readonly onRelayed: () => Promise<void>;
  readonly pollMs?: number;
  /** `false` = by polling alone. */
  readonly listen?: boolean;
};

/** Gives events of the outbox their seqs and says so. Any number of processes may have one. */
export function createRelay({ services, onRelayed, pollMs = POLL_MS, listen = true }: Options): Relay {
  const { db, host, log } = services;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | null = null;
  let again = false;
  let soon = false;
  let closed = false;
  let trimmedAt = performance.now();

  const stopHearing = host.onCommitted((_, { from, events, tree }) => {
    const paused = events.some(({ type }) => type === "TreePaused" || type === "TreeResumed");
    if (from === 1 || tree.endedAt !== null || paused) hint();
  });
  const listening = listen
    ? listenToWorkspace(db, hint).catch((error: unknown) => {
        log.warn({ err: error }, "no notices from the database; the workspace topic polls");
        return null;
      })
    : Promise.resolve(null);

  function hint(): void {
    if (looking) again = true;
    else if (!soon) schedule(HINT_MS);
    // Later hints do not put the look off.
    soon = true;
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(() => void look(), ms);
    timer.unref();
  }

  function look(): Promise<void> {
    clearTimeout(timer);
    soon = false;
    looking ??= pass()
      .catch((error: unknown) =>
        log.warn({ err: error }, "the workspace topic could not be brought up to date"),
      )
      .finally(() => {
        looking = null;
        schedule(again ? HINT_MS : pollMs);
        again = false;
      });
    return looking;
  }

  async function pass(): Promise<void> {
    let relayed: number | null = 0;
    do {
      relayed = closed ? 0 : await relayWorkspaceEvents(db);
      await onRelayed();
    } while (relayed !== null && relayed > 0);
    if (performance.now() - trimmedAt > TRIM_MS) await trim();
  }

  async function trim(): Promise<void> {
    trimmedAt = performance.now();
    let removed = 0;
    do removed = await trimWorkspaceEvents(db.sql, KEPT);
    while (removed > 0 && !closed);
  }

  schedule(HINT_MS);
  return {
    hint,
    look,
    close: async () => {
      closed = true;
      stopHearing();
      clearTimeout(timer);
      await looking;
      const unlisten = await listening;
      await unlisten?.();
    },
  };
}
