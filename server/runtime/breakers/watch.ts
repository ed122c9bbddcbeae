import type { BreakerWait } from "#db/queries/breaker-waits";
import type { TreeId } from "#server/engine/ids";
import { breakersOf, heldBy } from "#server/engine/run/held";
import type { TreeState } from "#server/engine/run/state";
import { slotAt } from "#server/engine/run/tree";
import type { Commit } from "../batch.ts";
import type { Log } from "../log.ts";
import type { BreakerStore } from "./store.ts";

/** Keeps the list of what breakers hold true to the trees: for people who look, and to find whom to let go. */
export type WaitWatch = {
  readonly note: (treeId: TreeId, commit: Commit, state: TreeState | undefined) => void;
};

const CHANGES: ReadonlySet<string> = new Set(["AttemptHeld", "AttemptReleased"]);

export function createWaitWatch(store: BreakerStore, log: Log): WaitWatch {
  const listed = new Set<TreeId>();
  const writing = new Map<TreeId, Promise<void>>();

  function write(treeId: TreeId, waits: readonly BreakerWait[]): void {
    if (waits.length > 0) listed.add(treeId);
    else listed.delete(treeId);
    const before = writing.get(treeId) ?? Promise.resolve();
    const next = before
      .then(() => store.noteWaits(treeId, waits))
      .catch((error: unknown) =>
        log.warn({ treeId, error: String(error) }, "what breakers hold was not listed"),
      )
      .finally(() => {
        if (writing.get(treeId) === next) writing.delete(treeId);
      });
    writing.set(treeId, next);
  }

  return {
    note: (treeId, commit, state) => {
      const ended = commit.tree.endedAt !== null;
      const changed = commit.events.some(({ type }) => CHANGES.has(type));
      // A new owner writes it anew: the last one may not have come to it.
      const taken = commit.events[0]?.type === "TreeRecovered" && state && breakersOf(state).length > 0;
      if (changed || taken || (listed.has(treeId) && (ended || commit.runs.length > 0)))
        write(treeId, state && !ended ? waitsOf(state) : []);
    },
  };
}

function waitsOf(state: TreeState): readonly BreakerWait[] {
  return breakersOf(state).flatMap((breaker) =>
    heldBy(state, breaker).map((ref) => {
      const until = slotAt(state, ref)?.wakeAt ?? state.at;
      const { run: runNo, node: nodeId, item = -1 } = ref;
      const since = slotAt(state, ref)?.startedAt ?? state.at;
      return { runNo, nodeId, item, breaker, since, until };
    }),
  );
}
