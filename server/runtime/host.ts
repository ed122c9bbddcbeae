import { uuidv7 } from "uuidv7";
import type { Database } from "#db/client";
import type { Failure } from "#server/engine/failure";
import { effectiveLimits } from "#server/engine/graph/compile";
import type { BoundGraph, Limits } from "#server/engine/graph/graph";
import type { TreeId } from "#server/engine/ids";
import type { Command, Needs } from "#server/engine/run/commands";
import type { Actor } from "#server/engine/run/events";
import { newTree } from "#server/engine/run/index";
import { externalize } from "#server/engine/values/externalize";
import type { Json } from "#server/engine/values/json";
import type { Commit } from "./batch.ts";
import { createBlobCache } from "./blob-cache.ts";
import type { Untimed } from "./calls.ts";
import { createClaiming } from "./claiming.ts";
import { createClock } from "./clock.ts";
import type { CommandAnswer } from "./command-answer.ts";
import type { Executor } from "./executor.ts";
import { createHeaders } from "./headers.ts";
import { createJournalWriter, type WriterStats } from "./journal-writer.ts";
import { takeLease } from "./lease.ts";
import type { Log } from "./log.ts";
import { createResidents, type ResidentCounts } from "./residents.ts";
import { retrying } from "./retrying.ts";
import { createSnapshotLog } from "./snapshots.ts";
import { createStore, type Store } from "./store.ts";
import { isTransient } from "./transient.ts";
import type { TreeOwner } from "./tree-owner.ts";
import { createTurnBudget } from "./turn-budget.ts";
import { createWorkflowCache } from "./workflow-cache.ts";

export type StartRequest = {
  readonly graph: BoundGraph;
  readonly input: Json;
  /** Tightens the graph's own limits. */
  readonly limits?: Partial<Limits>;
  readonly label?: string;
  readonly actor: Actor;
  /** The same key starts one tree, whoever asks and how often. */
  readonly idempotencyKey?: string;
  /** Of the whole request, to tell a repetition from another request with the same key. */
  readonly requestHash?: string;
};

export type Started = {
  readonly treeId: TreeId;
  /** An earlier request with this idempotency key had started it. */
  readonly existing: boolean;
  /** That earlier request was a different one. */
  readonly conflict: boolean;
};

/** Commands that people give; all others come from the runtime itself. */
export type TreeCommand = Untimed<Extract<Command, { type: "cancel" | "pause" | "resume" }>>;

export type { CommandAnswer, Commit };

export type CommitListener = (treeId: TreeId, commit: Commit) => void;

export type HostStats = WriterStats &
  Readonly<ResidentCounts> & {
    readonly live: number;
    readonly waiting: number;
    readonly calls: number;
    /** Late results and ticks that no longer applied. */
    readonly stale: number;
  };

/** Runs the trees that this process owns. */
export type Host = {
  /** Resolves when the start is durable. Rejects with `InputRefused` or `HostUnavailable`. */
  readonly start: (request: StartRequest) => Promise<Started>;
  /** Resolves when the outcome is durable. Takes the tree over when nobody has it. */
  readonly command: (treeId: TreeId, command: TreeCommand) => Promise<CommandAnswer>;
  /** Takes a tree out of quarantine; `false` = it is not in it. */
  readonly requeue: (treeId: TreeId) => Promise<boolean>;
  /** Called after each commit of each tree, in order per tree. Returns the way to stop. */
  readonly onCommitted: (listener: CommitListener) => () => void;
  /** Trees in memory. */
  readonly liveTrees: () => readonly TreeId[];
  readonly stats: () => HostStats;
  /** A workflow was published: children that start from now on take the new revision. */
  readonly workflowChanged: (slug: string) => void;
  /** Starts nothing more, waits for calls in flight up to `timeoutMs`, then gives all trees back. */
  readonly stop: (options?: { readonly timeoutMs?: number }) => Promise<void>;
  /** For tests: lets go of everything as a killed process would. */
  readonly vanish: () => void;
  /** For tests: an owner in memory. */
  readonly owner: (treeId: TreeId) => TreeOwner | undefined;
};

export type HostOptions = {
  readonly db: Pick<Database, "sql">;
  readonly executor: Executor;
  readonly log: Log;
  /** This process is alone on its database: whatever others own is taken over at once. */
  readonly alone?: boolean;
  readonly leaseMs?: number;
  readonly heartbeatMs?: number;
  readonly pollMs?: number;
  /** A tree that has only waited for this long leaves memory. */
  readonly idleMs?: number;
  readonly blobCacheBytes?: number;
  /** Tests put faults in here. */
  readonly store?: Store;
};

/** The input cannot be stored: too large, not JSON, or a reserved key. */
export class InputRefused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "InputRefused";
    this.failure = failure;
  }
}

/** The process stops or has lost its lease; whether the start came through is not known. */
export class HostUnavailable extends Error {
  constructor() {
    super("The engine is stopping or has lost its database; try again in a moment.");
    this.name = "HostUnavailable";
  }
}

/** Registers the worker and takes over every tree that is due, then answers; recovery goes on behind it. */
export async function createHost(options: HostOptions): Promise<Host> {
  const { executor, log } = options;
  const store = options.store ?? createStore(options.db);
  const ended = new AbortController();
  const clock = createClock();
  const persistently = <T>(act: () => Promise<T>) =>
    retrying(act, { signal: ended.signal, retryable: isTransient });
  const writer = createJournalWriter({ store, transient: isTransient, log });
  const blobs = createBlobCache({
    maxBytes: options.blobCacheBytes ?? 64 * 1024 * 1024,
    read: (hashes) => persistently(() => store.readBlobs(hashes)),
  });
  const workflows = createWorkflowCache({ read: (slug) => persistently(() => store.readWorkflow(slug)) });
  const listeners = new Set<CommitListener>();
  let stale = 0;
  let stopping = false;

  const residents = createResidents({
    store,
    clock,
    log,
    signal: ended.signal,
    services: {
      writer,
      executor,
      blobs,
      clock,
      turns: createTurnBudget(),
      log,
      workflow: workflows.lookup,
      load: async (needs: Needs) => {
        await blobs.load(needs.blobs);
        await workflows.load(needs.workflows);
      },
      mayAct: () => lease.held(),
      onCommitted: (treeId, commit) => {
        for (const listener of listeners) notify(listener, treeId, commit);
      },
      onRefused: () => {
        stale += 1;
      },
    },
  });

  const lease = await takeLease({
    store,
    clock,
    log,
    leaseMs: options.leaseMs ?? 15_000,
    heartbeatMs: options.heartbeatMs ?? 5_000,
    onLost: () => residents.dropAll("fenced"),
    onRegained: () => void claiming.poll(),
  });
  if (options.alone) await store.retireOthers(lease.workerId());
  const claiming = createClaiming({
    store,
    residents,
    lease,
    log,
    pollMs: options.pollMs ?? 1_000,
    idleMs: options.idleMs ?? 10_000,
  });
  await claiming.start();

  function notify(listener: CommitListener, treeId: TreeId, commit: Commit): void {
    try {
      listener(treeId, commit);
    } catch (error) {
      log.error({ treeId, error: String(error) }, "a listener of commits threw");
    }
  }

  async function start(request: StartRequest): Promise<Started> {
    if (stopping || !lease.held()) throw new HostUnavailable();
    const input = externalize(request.input);
    if (!input.ok) throw new InputRefused(input.failure);
    const { graph, actor, limits, label } = request;
    const treeId = uuidv7();
    const owner = residents.begin({
      treeId,
      epoch: 1,
      state: newTree(),
      headers: createHeaders(),
      snapshots: createSnapshotLog(0),
      creation: creationOf(request, lease.workerId()),
    });
    const outcome = await owner.send(
      {
        type: "start",
        treeId,
        graph,
        input: input.stored,
        actor,
        ...(limits ? { limits } : {}),
        ...(label === undefined ? {} : { label }),
      },
      input.blobs,
    );
    if (outcome.kind === "committed") return { treeId, existing: false, conflict: false };
    const known = outcome.kind === "duplicate" ? await earlier(request) : null;
    if (!known) throw new HostUnavailable();
    return known;
  }

  async function earlier({ idempotencyKey, requestHash }: StartRequest): Promise<Started | null> {
    if (idempotencyKey === undefined) return null;
    const tree = await persistently(() => store.findByKey(idempotencyKey));
    return tree && { treeId: tree.id, existing: true, conflict: tree.requestHash !== (requestHash ?? null) };
  }

  async function command(treeId: TreeId, given: TreeCommand): Promise<CommandAnswer> {
    // A tree may settle, leave memory or change hands between finding it and asking it.
    for (let tries = 0; tries < 3; tries += 1) {
      if (stopping || !lease.held()) break;
      const found = residents.get(treeId) ?? (await claiming.open(treeId));
      if ("kind" in found) return found;
      const outcome = await found.send(given);
      if (outcome.kind === "committed") return { kind: "ok", seq: outcome.seq };
      if (outcome.kind === "refused") return outcome;
    }
    return { kind: "unavailable" };
  }

  async function stop({ timeoutMs = 25_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    stopping = true;
    claiming.stop();
    const quiet = Promise.all(residents.live().map((owner) => owner.quiesce()));
    await Promise.race([quiet, new Promise((resolve) => setTimeout(resolve, timeoutMs).unref())]);
    ended.abort();
    residents.dropAll("stopped");
    writer.close();
    await lease.end();
  }

  return {
    start,
    command,
    requeue: async (treeId) => {
      const requeued = await store.requeue(treeId);
      if (requeued) void claiming.poll();
      return requeued;
    },
    onCommitted: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    liveTrees: () => residents.live().map((owner) => owner.treeId),
    stats: () => ({
      ...writer.stats(),
      ...residents.counts,
      live: residents.live().length,
      waiting: residents.parked(),
      calls: residents.live().reduce((sum, owner) => sum + owner.callsInFlight, 0),
      stale,
    }),
    workflowChanged: workflows.forget,
    stop,
    vanish: () => {
      stopping = true;
      claiming.stop();
      ended.abort();
      lease.vanish();
      residents.dropAll("stopped");
      writer.close();
    },
    owner: residents.get,
  };
}

function creationOf({ graph, actor, limits, ...request }: StartRequest, workerId: string) {
  const { maxDepth, maxRuns } = effectiveLimits(graph.graph, limits);
  return {
    slug: graph.slug,
    revision: graph.revision,
    maxDepth,
    maxRuns,
    idempotencyKey: request.idempotencyKey ?? null,
    requestHash: request.requestHash ?? null,
    createdBy: actor.name,
    workerId,
  };
}
