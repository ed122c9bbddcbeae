import { randomUUID } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import { retrying } from "./retrying.ts";
import type { Store } from "./store.ts";

/**
 * The worker's right to own trees.
 *
 * | state | meaning | next |
 * |---|---|---|
 * | held | the last heartbeat is younger than the lease | lost, ended |
 * | lost | a heartbeat was refused, or none got through in time: all trees were let go | held (as a new worker), ended |
 * | ended | stopped | |
 */
export type Lease = {
  readonly workerId: () => string;
  /** Errs on the side of `false`: by a tenth of the lease, measured here, it ends before it does in the database. */
  readonly held: () => boolean;
  /** Stops the heartbeats and gives up whatever the worker still owns. */
  readonly end: () => Promise<void>;
  /** As `end`, but as if the process had been killed: the database is told nothing. For tests. */
  readonly vanish: () => void;
};

export type LeaseOptions = {
  readonly store: Pick<Store, "registerWorker" | "heartbeat" | "retireWorker" | "now">;
  readonly clock: Clock;
  readonly log: Log;
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly onLost: () => void;
  readonly onRegained: () => void;
};

export async function takeLease(options: LeaseOptions): Promise<Lease> {
  const { store, clock, log, leaseMs, heartbeatMs } = options;
  const ended = new AbortController();
  let workerId = randomUUID() as string;
  let heldUntil = 0;
  let beatTimer: NodeJS.Timeout | undefined;
  let lossTimer: NodeJS.Timeout | undefined;

  function prolonged(askedAt: number): void {
    heldUntil = askedAt + leaseMs * 0.9;
    clearTimeout(lossTimer);
    lossTimer = setTimeout(() => lose("no heartbeat got through in time"), heldUntil - performance.now());
    clearTimeout(beatTimer);
    beatTimer = setTimeout(() => void beat(workerId), heartbeatMs);
  }

  async function register(id: string): Promise<void> {
    const askedAt = performance.now();
    await store.registerWorker(id, leaseMs);
    await measure(clock, store);
    prolonged(askedAt);
  }

  async function beat(id: string): Promise<void> {
    const askedAt = performance.now();
    try {
      const held = await store.heartbeat(id, leaseMs);
      if (ended.signal.aborted || id !== workerId) return;
      if (!held) return lose("the database says that it ran out");
      prolonged(askedAt);
      await measure(clock, store);
    } catch (error) {
      if (ended.signal.aborted || id !== workerId) return;
      log.warn({ error: String(error) }, "a heartbeat failed");
      clearTimeout(beatTimer);
      beatTimer = setTimeout(() => void beat(id), heartbeatMs / 5);
    }
  }

  function lose(why: string): void {
    if (ended.signal.aborted || heldUntil === 0) return;
    log.error({ workerId, why }, "the worker's lease is lost; letting go of all trees");
    const lost = workerId;
    workerId = randomUUID();
    heldUntil = 0;
    stopTimers();
    options.onLost();
    void regain(lost);
  }

  /** What the lost worker still owned is given back first: a lease that ran out here is not a crash of its trees. */
  async function regain(lost: string): Promise<void> {
    const forever = { signal: ended.signal, retryable: () => true };
    try {
      await retrying(() => store.retireWorker(lost), forever);
      await retrying(() => register(workerId), forever);
      if (!ended.signal.aborted) options.onRegained();
    } catch (error) {
      if (!ended.signal.aborted) log.error({ error: String(error) }, "the worker could not register again");
    }
  }

  function stopTimers(): void {
    clearTimeout(beatTimer);
    clearTimeout(lossTimer);
  }

  function vanish(): void {
    ended.abort();
    heldUntil = 0;
    stopTimers();
  }

  await register(workerId);
  return {
    workerId: () => workerId,
    held: () => performance.now() < heldUntil,
    vanish,
    end: async () => {
      vanish();
      await store.retireWorker(workerId);
    },
  };
}

async function measure(clock: Clock, store: Pick<Store, "now">): Promise<void> {
  const askedAt = Date.now();
  clock.adjust(await store.now(), askedAt, Date.now());
}
