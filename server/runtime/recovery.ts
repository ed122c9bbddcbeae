import { eventsIn } from "#db/event-text";
import { COUNTED_BY_CLAIMS } from "#db/queries/suspect-trees";
import type { TreeId } from "#server/engine/ids";
import { nextHint } from "#server/engine/run/agenda";
import type { Event } from "#server/engine/run/events";
import { evolve, newTree, openCalls } from "#server/engine/run/index";
import { slotKey, type TreeState } from "#server/engine/run/state";
import { slotAt } from "#server/engine/run/tree";
import { createHeaders, type Headers } from "./headers.ts";
import type { Log } from "./log.ts";
import { createSnapshotLog, type Restored, restore, type SnapshotLog } from "./snapshots.ts";
import type { ShortJournal, Store } from "./store.ts";

export type Loaded = {
  readonly state: TreeState;
  readonly headers: Headers;
  readonly snapshots: SnapshotLog;
};

/** What a claim has at hand of a tree: a start after a crash loads many, and each round trip counts. */
export type Known = {
  /** Seq that its rows reflect. */
  readonly written: number;
  /** Its whole journal; it has no snapshot. */
  readonly journal?: ShortJournal | undefined;
};

/** Folds a tree from its snapshot, if there is one that fits, and the journal after it. Nothing is decided again. */
export async function loadTree(store: Store, treeId: TreeId, log: Log, known?: Known): Promise<Loaded> {
  const written = known?.written ?? (await store.readHead(treeId))?.written ?? 0;
  const restored = known?.journal ? null : await fromSnapshot(store, treeId, log);
  const { state, headers } = restored ?? { state: newTree(), headers: createHeaders() };
  const snapshots = createSnapshotLog(state.seq);
  const fold = (events: readonly Event[]) => {
    for (const event of events) {
      evolve(state, event);
      headers.note(state, state.seq, event);
      if (state.seq <= written) headers.wrote();
      snapshots.note(state, event);
    }
  };
  if (known?.journal) for (const { events } of known.journal) fold(eventsIn(events));
  else for await (const events of store.readEvents(treeId, state.seq)) fold(events);
  if (state.seq === 0) throw new Error(`tree ${treeId} has no journal`);
  headers.takeChanged();
  return { state, headers, snapshots };
}

async function fromSnapshot(store: Store, treeId: TreeId, log: Log): Promise<Restored | null> {
  const snapshot = await store.loadSnapshot(treeId);
  if (!snapshot) return null;
  try {
    return restore(snapshot);
  } catch (error) {
    log.warn(
      { treeId, error: String(error) },
      "a snapshot cannot be read; folding the journal from its start",
    );
    return null;
  }
}

/** Whether an owner would do something at once. A tree that only waits cannot be what ended its owners. */
export function hasWork(state: TreeState): boolean {
  if (state.openCalls > 0) return true;
  return nextHint(state) !== undefined;
}

/** Owners lost without progress after which an attempt that was open each time is to blame, or the tree itself. */
export const MAX_CRASHES = { withCall: 3, ever: COUNTED_BY_CLAIMS } as const;

/**
 * Whether the tree, and not chance, may have ended its owners. A process that is killed while it starts counts as a crash
 * of every tree that it claimed, so three are not enough: an open attempt must have been handed out again in between.
 */
export function isPoison(state: TreeState, crashes: number): boolean {
  if (crashes < MAX_CRASHES.withCall || !hasWork(state)) return false;
  return (
    crashes >= MAX_CRASHES.ever || openCalls(state).some((ref) => (slotAt(state, ref)?.delivery ?? 0) > 1)
  );
}

/** One readable line for a tree in quarantine: what was open when its owners were lost, where its state is known. */
export function poisonText(crashes: number, state?: TreeState): string {
  const open = state ? openCalls(state).slice(0, 5) : [];
  const names = open.map((ref) => `task "${state && (slotAt(state, ref)?.task ?? "?")}" at ${slotKey(ref)}`);
  const at = names.length > 0 ? ` Open at the last loss: ${names.join(", ")}.` : "";
  return `The process that ran this tree ended ${crashes} times without progress.${at} Fix the cause, then requeue it.`;
}
