import type { ClaimedTree } from "#db/queries/claim-trees";
import type { TreeId } from "#server/engine/ids";
import type { CommandAnswer } from "./command-answer.ts";
import type { Lease } from "./lease.ts";
import type { Log } from "./log.ts";
import type { Residents } from "./residents.ts";
import type { ShortJournal, Store } from "./store.ts";
import type { TreeOwner } from "./tree-owner.ts";

/** Few at first, so that something goes on soon after a start; then many, so that all do. */
const CLAIMS_AT_ONCE = { first: 8, most: 64 } as const;
/** Trees with a longer journal are not asked for in one answer with others. */
const SHORT_EVENTS = 1_000;
const NONE: ReadonlyMap<TreeId, ShortJournal> = new Map();

/** Finds trees that want an owner: by polling, which alone is enough, and when a command names one. */
export type Claiming = {
  /** Claims what is due now, then goes on polling. */
  readonly start: () => Promise<void>;
  readonly poll: () => Promise<void>;
  /** The tree's owner, brought into memory if need be, or why there is none here. */
  readonly open: (treeId: TreeId) => Promise<TreeOwner | CommandAnswer>;
  readonly stop: () => void;
};

export type ClaimingOptions = {
  readonly store: Store;
  readonly residents: Residents;
  readonly lease: Lease;
  readonly log: Log;
  readonly pollMs: number;
  readonly idleMs: number;
};

export function createClaiming({ store, residents, lease, log, pollMs, idleMs }: ClaimingOptions): Claiming {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | null = null;
  const opening = new Map<TreeId, Promise<TreeOwner | CommandAnswer>>();
  const strays = createStrays({ store, residents, lease }, () => [...opening.keys()]);

  function poll(): Promise<void> {
    polling ??= pollOnce().finally(() => {
      polling = null;
    });
    return polling;
  }

  async function pollOnce(): Promise<void> {
    try {
      await residents.sweep(idleMs);
      if (lease.held()) await strays.disown();
      for (let limit: number = CLAIMS_AT_ONCE.first; !stopped && lease.held(); limit = CLAIMS_AT_ONCE.most) {
        const claims = await strays.watch(() => store.claimDue(lease.workerId(), limit));
        const journals = await shortJournals(claims);
        await Promise.all(claims.map((claim) => recover(claim, journals.get(claim.id))));
        if (claims.length < limit) break;
      }
      await residents.judgeSuspects();
    } catch (error) {
      log.warn({ error: String(error) }, "looking for trees to run failed; trying again");
    }
  }

  /** Trees that are not among them are read one by one, and so are all if this fails. */
  async function shortJournals(claims: readonly ClaimedTree[]): Promise<ReadonlyMap<TreeId, ShortJournal>> {
    const short = claims.filter(({ head }) => head <= SHORT_EVENTS).map(({ id }) => id);
    return short.length > 1 ? await store.readShort(short).catch(() => NONE) : NONE;
  }

  /** A claim that comes back after a stop or a lost lease is left to the next owner. */
  async function recover(claim: ClaimedTree, journal?: ShortJournal): Promise<TreeOwner | null> {
    return stopped || !lease.held() ? null : residents.recover(claim, journal);
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => void poll().then(schedule), pollMs);
  }

  function open(treeId: TreeId): Promise<TreeOwner | CommandAnswer> {
    const known = opening.get(treeId);
    if (known) return known;
    const promise = find(treeId).finally(() => opening.delete(treeId));
    opening.set(treeId, promise);
    return promise;
  }

  async function find(treeId: TreeId): Promise<TreeOwner | CommandAnswer> {
    const revived = await residents.revive(treeId);
    if (revived) return revived;
    const claim = await strays.watch(() => store.claim(lease.workerId(), treeId));
    if (!claim) return residents.get(treeId) ?? (await absence(treeId));
    return (
      (await recover(claim)) ??
      (await suspected(treeId)) ?? { kind: stopped ? "unavailable" : "needsAttention" }
    );
  }

  /** A command does not wait for a trial's turn. */
  async function suspected(treeId: TreeId): Promise<TreeOwner | null> {
    await (polling ?? residents.judgeSuspects());
    return residents.get(treeId) ?? (await residents.revive(treeId));
  }

  async function absence(treeId: TreeId): Promise<CommandAnswer> {
    const tree = await store.readTree(treeId);
    if (!tree) return { kind: "notFound" };
    if (tree.status === "needs_attention") return { kind: "needsAttention" };
    return tree.endedAt ? { kind: "refused", code: "RUN_SETTLED" } : { kind: "ownedElsewhere" };
  }

  return {
    start: async () => {
      await poll();
      schedule();
    },
    poll,
    open,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/**
 * Trees that stand under our name and that we do not have: a claim whose answer was lost had been granted, or an owner
 * let go by mistake. Nobody else would ever claim them, because their owner, this process, lives.
 */
function createStrays(
  { store, residents, lease }: Pick<ClaimingOptions, "store" | "residents" | "lease">,
  claiming: () => readonly TreeId[],
) {
  let unsure = false;
  let dropped = 0;
  return {
    watch: async <T>(claim: () => Promise<T>): Promise<T> => {
      try {
        return await claim();
      } catch (error) {
        unsure = true;
        throw error;
      }
    },
    disown: async (): Promise<void> => {
      if (!unsure && dropped === residents.counts.dropped) return;
      const seen = residents.counts.dropped;
      await store.disown(lease.workerId(), [...residents.ids(), ...claiming()]);
      unsure = false;
      dropped = seen;
    },
  };
}
