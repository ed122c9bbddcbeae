import type { ClaimedTree } from "#db/queries/claim-trees";
import type { EpochMs, TreeId } from "#server/engine/ids";
import { nextWakeAt } from "#server/engine/run/index";
import type { Clock } from "./clock.ts";
import { failureText } from "./headers.ts";
import type { Log } from "./log.ts";
import type { OwnedTree, OwnerEnd } from "./owned-tree.ts";
import { hasWork, isPoison, type Loaded, loadTree, MAX_CRASHES, poisonText } from "./recovery.ts";
import { retrying } from "./retrying.ts";
import type { Captured } from "./snapshots.ts";
import type { Claim, ShortJournal, Store } from "./store.ts";
import { isTransient } from "./transient.ts";
import { type OwnerServices, TreeOwner } from "./tree-owner.ts";
import { type Circumstances, judge, type Suspect, TRIED_FROM } from "./trial.ts";

/** A parked tree comes back this long before it is due, so that its own timer is exact. */
const EARLY_MS = 2_000;

/**
 * A tree that we own and that only waits: its state left memory, the claim stayed. One that waits for its trial is in the
 * middle of its work, and is recovered when it comes back.
 */
type Parked = { readonly epoch: number; readonly wakeAt: EpochMs | null; readonly trial?: ClaimedTree };

export type ResidentCounts = {
  recovered: number;
  quarantined: number;
  parked: number;
  revived: number;
  dropped: number;
};

export type ResidentsOptions = {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborting gives up what waits for the database. */
  readonly signal: AbortSignal;
  /** Of trees on trial. */
  readonly waves?: Circumstances["waves"];
  readonly services: Omit<OwnerServices, "saveSnapshot" | "onEnd">;
};

/** The trees that this process owns. */
export class Residents {
  readonly counts: ResidentCounts = { recovered: 0, quarantined: 0, parked: 0, revived: 0, dropped: 0 };
  readonly #options: ResidentsOptions;
  readonly #services: OwnerServices;
  readonly #owners = new Map<TreeId, TreeOwner>();
  readonly #parked = new Map<TreeId, Parked>();
  readonly #reviving = new Map<TreeId, Promise<TreeOwner | null>>();
  readonly #saves = new Map<TreeId, Promise<void>>();
  readonly #suspects: Suspect[] = [];

  constructor(options: ResidentsOptions) {
    this.#options = options;
    this.#services = {
      ...options.services,
      saveSnapshot: (owner, captured) => this.#saveSnapshot(owner, captured),
      onEnd: (owner, end) => this.#ended(owner, end),
    };
  }

  get parkedCount(): number {
    return this.#parked.size;
  }

  get(treeId: TreeId): TreeOwner | undefined {
    return this.#owners.get(treeId);
  }

  live(): readonly TreeOwner[] {
    return [...this.#owners.values()];
  }

  /** All that are here, in memory, parked or not judged yet. */
  ids(): TreeId[] {
    return [...this.#owners.keys(), ...this.#parked.keys(), ...this.#suspects.map(({ claim }) => claim.id)];
  }

  /** Takes in a tree; a new one is unknown to the database until its first command is committed. */
  begin(tree: OwnedTree): TreeOwner {
    const owner = new TreeOwner(tree, this.#services);
    this.#owners.set(tree.treeId, owner);
    return owner;
  }

  /**
   * Loads a claimed tree and goes on where its last owner stopped. `null` when it went into quarantine, or may have to:
   * then `judgeSuspects` decides.
   */
  async recover(claim: ClaimedTree, journal?: ShortJournal): Promise<TreeOwner | null> {
    const { id: treeId, epoch, crashes, head: written } = claim;
    const { store, log, signal } = this.#options;
    // Loading it may be what ends the process: that is for its trial.
    if (crashes >= MAX_CRASHES.ever) return this.#suspect(claim, poisonText(crashes));
    try {
      const loaded = await this.#persist(() => loadTree(store, treeId, log, { written, journal }));
      if (isPoison(loaded.state, crashes)) return this.#suspect(claim, poisonText(crashes, loaded.state));
      return await this.#goOn(claim, loaded);
    } catch (error) {
      if (!signal.aborted) await this.#quarantine({ treeId, epoch }, describe(error));
      return null;
    }
  }

  #suspect(claim: ClaimedTree, text: string): null {
    this.#suspects.push({ claim, text });
    return null;
  }

  /** Decides on the suspects that were claimed since the last time: in company, the more of them the better. */
  async judgeSuspects(): Promise<void> {
    const { store, log, clock, waves } = this.#options;
    const bystanders = this.live().some(({ state }) => hasWork(state));
    const { guilty, tried } = judge(this.#suspects.splice(0), { now: clock.now(), bystanders, waves });
    for (const { claim, text } of guilty) {
      await this.#quarantine({ treeId: claim.id, epoch: claim.epoch }, text);
    }
    const claims = tried.map(({ suspect: { claim } }) => ({ treeId: claim.id, epoch: claim.epoch }));
    if (claims.length === 0) return;
    log.warn(
      { trees: claims.length },
      "trees that were lost with their process again and again are tried apart",
    );
    const count = { from: TRIED_FROM, afresh: guilty.length > 0 };
    await this.#persist(() => store.holdSuspects(claims, count));
    for (const { suspect, turn } of tried) {
      const { claim } = suspect;
      const crashes = guilty.length > 0 ? TRIED_FROM : Math.max(TRIED_FROM, claim.crashes);
      const trial = { ...claim, crashes };
      this.#parked.set(claim.id, { epoch: claim.epoch, wakeAt: turn + EARLY_MS, trial });
    }
  }

  /** Brings a parked tree back; `null` when it is not parked here. */
  revive(treeId: TreeId): Promise<TreeOwner | null> {
    const known = this.#reviving.get(treeId);
    const parked = this.#parked.get(treeId);
    if (known || !parked) return known ?? Promise.resolve(null);
    const promise = this.#reload(treeId, parked).finally(() => this.#reviving.delete(treeId));
    this.#reviving.set(treeId, promise);
    return promise;
  }

  /** Parks trees that have been idle for `idleMs` and are not due soon, and revives those that are. */
  async sweep(idleMs: number): Promise<void> {
    const now = this.#options.clock.now();
    for (const owner of this.live()) this.#parkIfIdle(owner, now, idleMs);
    const due = [...this.#parked].filter(([, { wakeAt }]) => wakeAt !== null && wakeAt - EARLY_MS <= now);
    await Promise.all(due.map(([treeId]) => this.revive(treeId)));
  }

  dropAll(why: "fenced" | "stopped"): void {
    this.#parked.clear();
    this.#suspects.length = 0;
    for (const owner of this.live()) owner.drop({ why });
  }

  async #goOn(claim: ClaimedTree, loaded: Loaded): Promise<TreeOwner> {
    const { id: treeId, epoch, crashes } = claim;
    if (crashes > 0 && !hasWork(loaded.state))
      await this.#persist(() => this.#options.store.clearCrashes({ treeId, epoch }));
    const owner = this.begin({ treeId, epoch, ...loaded, creation: null, careful: crashes > 0 });
    this.counts.recovered += 1;
    void owner.send({ type: "recover", epoch });
    return owner;
  }

  async #reload(treeId: TreeId, { epoch, trial }: Parked): Promise<TreeOwner | null> {
    const { store, log, signal } = this.#options;
    try {
      if (trial) await this.#persist(() => store.trySuspect({ treeId, epoch }, trial.crashes));
      const loaded = await this.#persist(() => loadTree(store, treeId, log));
      // The lease may have been lost meanwhile: then the tree is no longer parked here.
      if (!this.#parked.delete(treeId)) return null;
      if (trial) return await this.#goOn(trial, loaded);
      this.counts.revived += 1;
      const owner = this.begin({ treeId, epoch, ...loaded, creation: null, careful: false });
      owner.nudge();
      return owner;
    } catch (error) {
      if (this.#parked.delete(treeId) && !signal.aborted)
        await this.#quarantine({ treeId, epoch }, describe(error));
      return null;
    }
  }

  #parkIfIdle(owner: TreeOwner, now: EpochMs, idleMs: number): void {
    const { idleSince, state, treeId, epoch } = owner;
    if (idleSince === null || now - idleSince < idleMs || hasWork(state)) return;
    const wakeAt = nextWakeAt(state);
    if (wakeAt !== null && wakeAt - now <= Math.max(idleMs, 2 * EARLY_MS)) return;
    this.#parked.set(treeId, { epoch, wakeAt });
    this.counts.parked += 1;
    owner.drop({ why: "parked" });
  }

  #ended(owner: TreeOwner, end: OwnerEnd): void {
    if (this.#owners.get(owner.treeId) === owner) this.#owners.delete(owner.treeId);
    if (end.why === "fenced") this.counts.dropped += 1;
    if (end.why === "failed") void this.#quarantine(owner, describe(end.error));
    if (end.why === "settled" && owner.snapshots.exists()) void this.#forgetSnapshot(owner.treeId);
  }

  async #quarantine({ treeId, epoch }: Claim, message: string): Promise<void> {
    const { store, log } = this.#options;
    log.error({ treeId, message }, "the tree needs attention");
    this.counts.quarantined += 1;
    const failure = failureText({ code: "NeedsAttention", message });
    await this.#persist(() => store.quarantine({ treeId, epoch }, failure)).catch((error: unknown) =>
      log.error({ treeId, error: String(error) }, "the tree could not be put in quarantine"),
    );
  }

  #saveSnapshot({ treeId, epoch, snapshots }: TreeOwner, captured: Captured): void {
    const { store, log } = this.#options;
    const save = store.saveSnapshot({ treeId, epoch, ...captured }).then(
      (stored) => (stored ? snapshots.saved(captured) : snapshots.failed(captured)),
      (error: unknown) => {
        snapshots.failed(captured);
        log.warn({ treeId, error: String(error) }, "a snapshot was not stored");
      },
    );
    this.#saves.set(treeId, save);
    void save.then(() => {
      if (this.#saves.get(treeId) === save) this.#saves.delete(treeId);
    });
  }

  async #forgetSnapshot(treeId: TreeId): Promise<void> {
    const { store, log } = this.#options;
    await this.#saves.get(treeId);
    await store.deleteSnapshot(treeId).catch((error: unknown) => {
      log.warn({ treeId, error: String(error) }, "the snapshot of a settled tree was not deleted");
    });
  }

  #persist<T>(act: () => Promise<T>): Promise<T> {
    return retrying(act, { signal: this.#options.signal, retryable: isTransient });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
