import type { ClaimedTree } from "#db/queries/claim-trees";
import type { EpochMs, TreeId } from "#server/engine/ids";
import { nextWakeAt } from "#server/engine/run/index";
import type { Clock } from "./clock.ts";
import { failureText } from "./headers.ts";
import type { Log } from "./log.ts";
import { hasWork, loadTree, poisonText } from "./recovery.ts";
import { retrying } from "./retrying.ts";
import type { Captured } from "./snapshots.ts";
import type { Claim, Store } from "./store.ts";
import { isTransient } from "./transient.ts";
import { type OwnedTree, type OwnerEnd, type OwnerServices, TreeOwner } from "./tree-owner.ts";

/** Owners lost without progress after which a tree is put in quarantine. */
const MAX_CRASHES = 3;
/** A parked tree comes back this long before it is due, so that its own timer is exact. */
const EARLY_MS = 2_000;

/** A tree that we own and that only waits: its state left memory, the claim stayed. */
type Parked = { readonly epoch: number; readonly wakeAt: EpochMs | null };

export type ResidentCounts = {
  recovered: number;
  quarantined: number;
  parked: number;
  revived: number;
  dropped: number;
};

/** The trees that this process owns. */
export type Residents = {
  readonly get: (treeId: TreeId) => TreeOwner | undefined;
  readonly live: () => readonly TreeOwner[];
  readonly parked: () => number;
  /** Takes in a tree that the database does not know yet. */
  readonly begin: (tree: OwnedTree) => TreeOwner;
  /** Loads a claimed tree and goes on where its last owner stopped. `null` when it went into quarantine. */
  readonly recover: (claim: ClaimedTree) => Promise<TreeOwner | null>;
  /** Brings a parked tree back; `null` when it is not parked here. */
  readonly revive: (treeId: TreeId) => Promise<TreeOwner | null>;
  /** Parks trees that have been idle for `idleMs` and are not due soon, and revives those that are. */
  readonly sweep: (idleMs: number) => Promise<void>;
  readonly dropAll: (why: "fenced" | "stopped") => void;
  readonly counts: Readonly<ResidentCounts>;
};

export type ResidentsOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly services: Omit<OwnerServices, "saveSnapshot" | "onEnd">;
};

export function createResidents({
  store,
  clock,
  log,
  signal,
  services: shared,
}: ResidentsOptions): Residents {
  const owners = new Map<TreeId, TreeOwner>();
  const parked = new Map<TreeId, Parked>();
  const reviving = new Map<TreeId, Promise<TreeOwner | null>>();
  const saves = new Map<TreeId, Promise<void>>();
  const counts: ResidentCounts = { recovered: 0, quarantined: 0, parked: 0, revived: 0, dropped: 0 };
  const services: OwnerServices = { ...shared, saveSnapshot, onEnd };

  function begin(tree: OwnedTree): TreeOwner {
    const owner = new TreeOwner(tree, services);
    owners.set(tree.treeId, owner);
    return owner;
  }

  async function recover(claim: ClaimedTree): Promise<TreeOwner | null> {
    const { id: treeId, epoch, crashes } = claim;
    try {
      const loaded = await persistently(() => loadTree(store, treeId, log));
      if (crashes >= MAX_CRASHES && hasWork(loaded.state)) {
        await quarantine({ treeId, epoch }, poisonText(loaded.state, crashes));
        return null;
      }
      const owner = begin({ treeId, epoch, ...loaded, creation: null });
      counts.recovered += 1;
      void owner.send({ type: "recover", epoch });
      return owner;
    } catch (error) {
      if (!signal.aborted) await quarantine({ treeId, epoch }, describe(error));
      return null;
    }
  }

  function revive(treeId: TreeId): Promise<TreeOwner | null> {
    const known = reviving.get(treeId);
    if (known) return known;
    const waiting = parked.get(treeId);
    if (!waiting) return Promise.resolve(null);
    const promise = reload(treeId, waiting).finally(() => reviving.delete(treeId));
    reviving.set(treeId, promise);
    return promise;
  }

  async function reload(treeId: TreeId, { epoch }: Parked): Promise<TreeOwner | null> {
    try {
      const loaded = await persistently(() => loadTree(store, treeId, log));
      // The lease may have been lost meanwhile: then the tree is no longer parked here.
      if (!parked.delete(treeId)) return null;
      counts.revived += 1;
      const owner = begin({ treeId, epoch, ...loaded, creation: null });
      owner.nudge();
      return owner;
    } catch (error) {
      if (parked.delete(treeId) && !signal.aborted) await quarantine({ treeId, epoch }, describe(error));
      return null;
    }
  }

  async function sweep(idleMs: number): Promise<void> {
    const now = clock.now();
    for (const owner of owners.values()) {
      const wakeAt = nextWakeAt(owner.state);
      const soon = wakeAt !== null && wakeAt - now <= Math.max(idleMs, 2 * EARLY_MS);
      if (owner.idleSince === null || now - owner.idleSince < idleMs || soon || hasWork(owner.state))
        continue;
      parked.set(owner.treeId, { epoch: owner.epoch, wakeAt });
      counts.parked += 1;
      owner.drop({ why: "parked" });
    }
    const due = [...parked].filter(([, { wakeAt }]) => wakeAt !== null && wakeAt - EARLY_MS <= now);
    await Promise.all(due.map(([treeId]) => revive(treeId)));
  }

  function onEnd(owner: TreeOwner, end: OwnerEnd): void {
    if (owners.get(owner.treeId) === owner) owners.delete(owner.treeId);
    if (end.why === "fenced") counts.dropped += 1;
    if (end.why === "failed") void quarantine(owner, describe(end.error));
    if (end.why === "settled" && owner.snapshots.exists()) void forgetSnapshot(owner.treeId);
  }

  async function quarantine({ treeId, epoch }: Claim, message: string): Promise<void> {
    log.error({ treeId, message }, "the tree needs attention");
    counts.quarantined += 1;
    const failure = failureText({ code: "NeedsAttention", message });
    await persistently(() => store.quarantine({ treeId, epoch }, failure)).catch((error: unknown) =>
      log.error({ treeId, error: String(error) }, "the tree could not be put in quarantine"),
    );
  }

  function saveSnapshot({ treeId, epoch, snapshots }: TreeOwner, captured: Captured): void {
    const save = store.saveSnapshot({ treeId, epoch, ...captured }).then(
      (stored) => (stored ? snapshots.saved(captured) : snapshots.failed(captured)),
      (error: unknown) => {
        snapshots.failed(captured);
        log.warn({ treeId, error: String(error) }, "a snapshot was not stored");
      },
    );
    saves.set(treeId, save);
    void save.then(() => {
      if (saves.get(treeId) === save) saves.delete(treeId);
    });
  }

  async function forgetSnapshot(treeId: TreeId): Promise<void> {
    await saves.get(treeId);
    await store.deleteSnapshot(treeId).catch((error: unknown) => {
      log.warn({ treeId, error: String(error) }, "the snapshot of a settled tree was not deleted");
    });
  }

  function persistently<T>(act: () => Promise<T>): Promise<T> {
    return retrying(act, { signal, retryable: isTransient });
  }

  return {
    get: (treeId) => owners.get(treeId),
    live: () => [...owners.values()],
    parked: () => parked.size,
    begin,
    recover,
    revive,
    sweep,
    dropAll: (why) => {
      parked.clear();
      for (const owner of [...owners.values()]) owner.drop({ why });
    },
    counts,
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
