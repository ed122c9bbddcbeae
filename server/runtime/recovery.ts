import type { TreeId } from "#server/engine/ids";
import { nextHint } from "#server/engine/run/agenda";
import { evolve, newTree, openCalls } from "#server/engine/run/index";
import { slotKey, type TreeState } from "#server/engine/run/state";
import { slotAt } from "#server/engine/run/tree";
import { createHeaders, type Headers } from "./headers.ts";
import type { Log } from "./log.ts";
import { createSnapshotLog, type Restored, restore, type SnapshotLog } from "./snapshots.ts";
import type { Store } from "./store.ts";

export type Loaded = {
  readonly state: TreeState;
  readonly headers: Headers;
  readonly snapshots: SnapshotLog;
};

/**
 * Folds a tree from its snapshot, if there is one that fits, and the journal after it. Nothing is decided again.
 * @param known Seq that its rows reflect.
 */
export async function loadTree(
  store: Store,
  treeId: TreeId,
  log: Log,
  // A claim has it at hand: a start after a crash loads many trees, and each round trip counts.
  known?: number,
): Promise<Loaded> {
  const written = known ?? (await store.readHead(treeId))?.written ?? 0;
  const restored = await fromSnapshot(store, treeId, log);
  const { state, headers } = restored ?? { state: newTree(), headers: createHeaders() };
  const snapshots = createSnapshotLog(state.seq);
  for await (const events of store.readEvents(treeId, state.seq)) {
    for (const event of events) {
      evolve(state, event);
      headers.note(state, state.seq, event);
      if (state.seq <= written) headers.wrote();
      snapshots.note(state, event);
    }
  }
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
const MAX_CRASHES = { withCall: 3, ever: 6 } as const;

/**
 * Whether the tree, and not chance, ended its owners. A process that is killed while it starts counts as a crash of
 * every tree that it claimed, so three are not enough: an open attempt must have been handed out again in between.
 */
export function isPoison(state: TreeState, crashes: number): boolean {
  if (crashes < MAX_CRASHES.withCall || !hasWork(state)) return false;
  return (
    crashes >= MAX_CRASHES.ever || openCalls(state).some((ref) => (slotAt(state, ref)?.delivery ?? 0) > 1)
  );
}

/** One readable line for a tree in quarantine: what was open when its owners were lost. */
export function poisonText(state: TreeState, crashes: number): string {
  const open = openCalls(state).slice(0, 5);
  const names = open.map((ref) => `task "${slotAt(state, ref)?.task ?? "?"}" at ${slotKey(ref)}`);
  const at = names.length > 0 ? ` Open at the last loss: ${names.join(", ")}.` : "";
  return `The process that ran this tree ended ${crashes} times without progress.${at} Fix the cause, then requeue it.`;
}
