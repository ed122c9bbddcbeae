import { setTimeout as sleep } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import type { AuditEntry } from "#db/queries/insert-audit";
import { touchesTheWorld } from "#server/engine/context/questions";
import type { TreeId } from "#server/engine/ids";
import type { Command } from "#server/engine/run/commands";
import { evolve, newTree } from "#server/engine/run/index";
import type { TreeState } from "#server/engine/run/state";
import { externalize } from "#server/engine/values/externalize";
import { createAnswerBook, type Inherit, type Recover } from "./answers.ts";
import type { Commit } from "./batch.ts";
import { createBlobCache } from "./blob-cache.ts";
import { type BreakerDesk, type BreakerOptions, createBreakerDesk } from "./breakers/desk.ts";
import type { Untimed } from "./calls.ts";
import { type Claiming, createClaiming } from "./claiming.ts";
import { createClock } from "./clock.ts";
import { type Closing, startClosing } from "./closing.ts";
import { type CollectingOptions, type Collector, startCollecting } from "./collecting.ts";
import type { CommandAnswer } from "./command-answer.ts";
import type { Executor } from "./executor.ts";
import { externalizeAll } from "./externalize-all.ts";
import { Folds } from "./folds.ts";
import { createHeaders } from "./headers.ts";
import { JournalWriter, type WriterStats } from "./journal-writer.ts";
import { type Lease, takeLease } from "./lease.ts";
import type { Log } from "./log.ts";
import type { Carried } from "./mail.ts";
import { loadTree } from "./recovery.ts";
import { type ResidentCounts, Residents, type ResidentsOptions } from "./residents.ts";
import { retrying } from "./retrying.ts";
import { createSnapshotLog } from "./snapshots.ts";
import { HostUnavailable, InputRefused, StartRefused } from "./start-errors.ts";
import { creationOf, type Started, type StartRequest, startOf } from "./start-request.ts";
import { createStore, type Store, type StoreDatabase } from "./store.ts";
import { createSummariser } from "./summariser.ts";
import { isTransient } from "./transient.ts";
import type { TreeOwner } from "./tree-owner.ts";
import { createTurnBudget } from "./turn-budget.ts";
import { createWorkflowCache, type WorkflowCache } from "./workflow-cache.ts";

/** Commands that people give; all others come from the runtime itself. */
export type TreeCommand = Untimed<
  Extract<
    Command,
    {
      type:
        | "cancel"
        | "pause"
        | "resume"
        | "signal"
        | "answer"
        | "settleNode"
        | "failNode"
        | "retryNode"
        | "setVariable"
        | "breakerClosed"
        | "topUp"
        | "scaleResources";
    }
  >
>;

export type { CommandAnswer, Commit, Started, StartRequest };
export { HostUnavailable, InputRefused, StartRefused };

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
  readonly command: (treeId: TreeId, command: TreeCommand, carried?: Carried) => Promise<CommandAnswer>;
  /** The folded state of a tree as it is durable, whoever runs it. Readers must not change it. */
  readonly inspect: (treeId: TreeId) => Promise<TreeState>;
  /** Takes a tree out of quarantine, with its audit row in one transaction; `false` = it is not in it. */
  readonly requeue: (treeId: TreeId, audit?: AuditEntry) => Promise<boolean>;
  /** Called after each commit of each tree, in order per tree. Returns the way to stop. */
  readonly onCommitted: (listener: CommitListener) => () => void;
  /** The level of a tree where most agents work at present; `null` = it is not in memory here, or none works. */
  readonly widestLevel: (treeId: TreeId) => { readonly depth: number; readonly agents: number } | null;
  /** Trees in memory. */
  readonly liveTrees: () => readonly TreeId[];
  readonly stats: () => HostStats;
  /** Takes over at once what people said of breakers. */
  readonly breakersChanged: () => Promise<void>;
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
  readonly db: StoreDatabase;
  readonly executor: Executor;
  readonly log: Log;
  /** This process is alone on its database: whatever others own is taken over at once. */
  readonly alone?: boolean;
  readonly leaseMs?: number;
  readonly heartbeatMs?: number;
  readonly pollMs?: number;
  readonly waves?: ResidentsOptions["waves"];
  /** A tree that has only waited for this long leaves memory. */
  readonly idleMs?: number;
  readonly blobCacheBytes?: number;
  /** Registered inheritance functions by name. */
  readonly inheritance?: (name: string) => Inherit | undefined;
  /** Registered recovery strategies by name. */
  readonly recovery?: (name: string) => Recover | undefined;
  /** Without them every call goes out. */
  readonly breakers?: BreakerOptions;
  readonly collecting?: Omit<CollectingOptions, "store" | "log">;
  /** Tests put faults in here. */
  readonly store?: Store;
};

/** Registers the worker and takes over every tree that is due. */
export async function createHost(options: HostOptions): Promise<Host> {
  const host = new ProcessHost(options);
  await host.open();
  return host;
}

class ProcessHost implements Host {
  readonly #options: HostOptions;
  readonly #store: Store;
  readonly #clock = createClock();
  readonly #ended = new AbortController();
  readonly #writer: JournalWriter;
  readonly #workflows: WorkflowCache;
  readonly #residents: Residents;
  readonly #listeners = new Set<CommitListener>();
  readonly #breakers: BreakerDesk | null;
  /** Trees of other processes, and those that left memory, for who only looks at them. */
  readonly #looked = new Folds<TreeState>({ limit: 2, idleMs: 30_000 });
  #lease: Lease | null = null;
  #claiming: Claiming | null = null;
  #collector: Collector | null = null;
  #closing: Closing | null = null;
  #stopping = false;
  #stale = 0;

  constructor(options: HostOptions) {
    const { log } = options;
    this.#options = options;
    this.#store = options.store ?? createStore(options.db);
    this.#writer = new JournalWriter({ store: this.#store, log });
    this.#workflows = createWorkflowCache({
      read: (slug, revision) => this.#persist(() => this.#store.readWorkflow(slug, revision)),
    });
    this.#breakers = options.breakers
      ? createBreakerDesk(options.breakers, {
          clock: this.#clock,
          log,
          live: () => this.#residents.live(),
          release: (treeId, breaker) => this.command(treeId, { type: "breakerClosed", breaker }),
        })
      : null;
    this.#residents = new Residents({
      store: this.#store,
      clock: this.#clock,
      log,
      signal: this.#ended.signal,
      waves: this.#options.waves,
      services: this.#ownerServices(),
    });
  }

  async open(): Promise<void> {
    const { log, leaseMs = 15_000, heartbeatMs = 5_000, pollMs = 1_000, idleMs = 10_000 } = this.#options;
    const store = this.#store;
    void store.connect().catch(() => undefined);
    const lease = await takeLease({
      store,
      clock: this.#clock,
      log,
      leaseMs,
      heartbeatMs,
      onLost: () => this.#residents.dropAll("fenced"),
      onRegained: () => void this.#claiming?.poll(),
    });
    this.#lease = lease;
    if (this.#options.alone) await store.retireOthers(lease.workerId());
    await this.#breakers?.refresh();
    this.#claiming = createClaiming({ store, residents: this.#residents, lease, log, pollMs, idleMs });
    await this.#claiming.start();
    const command = (treeId: TreeId, given: TreeCommand) => this.command(treeId, given);
    this.#closing = startClosing({ store, command, log, pollMs });
    this.#collector = startCollecting({ ...this.#options.collecting, store, log });
  }

  async start(request: StartRequest): Promise<Started> {
    const lease = this.#lease;
    if (this.#stopping || !lease?.held()) throw new HostUnavailable();
    const input = externalize(request.input);
    if (!input.ok) throw new InputRefused(input.failure);
    const context = externalizeAll(request.context ?? {});
    if (!context.ok) throw new InputRefused(context.failure);
    const treeId = uuidv7();
    const owner = this.#residents.begin({
      treeId,
      epoch: 1,
      state: newTree(),
      headers: createHeaders(),
      snapshots: createSnapshotLog(0),
      creation: creationOf(request, { workerId: lease.workerId(), startedAt: this.#clock.now() }),
      careful: false,
    });
    const outcome = await owner.send(startOf(treeId, request, input.stored, context.stored), {
      blobs: [...input.blobs, ...context.blobs, ...(request.blobs ?? [])],
      ...(request.audit ? { audit: request.audit(treeId) } : {}),
    });
    if (outcome.kind === "committed") return { treeId, existing: false, conflict: false };
    if (outcome.kind === "refused") {
      owner.drop({ why: "stopped" });
      throw new StartRefused(outcome.code);
    }
    const known = outcome.kind === "duplicate" ? await this.#earlier(request) : null;
    if (!known) throw new HostUnavailable();
    return known;
  }

  async command(treeId: TreeId, given: TreeCommand, carried?: Carried): Promise<CommandAnswer> {
    // A tree may settle, leave memory or change hands between finding it and asking it.
    for (let tries = 0; tries < 3; tries += 1) {
      if (this.#stopping || !this.#claiming || !this.#lease?.held()) break;
      const found = this.#residents.get(treeId) ?? (await this.#claiming.open(treeId));
      if ("kind" in found) return found;
      const outcome = await found.send(given, carried);
      if (outcome.kind === "committed") return { kind: "ok", seq: outcome.seq };
      if (outcome.kind === "refused") return outcome;
    }
    return { kind: "unavailable" };
  }

  async requeue(treeId: TreeId, audit?: AuditEntry): Promise<boolean> {
    const requeued = await this.#store.requeue(treeId, audit);
    if (requeued) void this.#claiming?.poll();
    return requeued;
  }

  async inspect(treeId: TreeId): Promise<TreeState> {
    const owner = this.#residents.get(treeId);
    if (await owner?.flushed()) return owner?.state ?? newTree();
    return this.#persist(() =>
      this.#looked.look(
        treeId,
        async () => {
          const { state } = await loadTree(this.#store, treeId, this.#options.log);
          return { seq: state.seq, value: state };
        },
        async (fold) => {
          for await (const events of this.#store.readEvents(treeId, fold.seq)) {
            for (const event of events) evolve(fold.value, event);
            fold.seq = fold.value.seq;
          }
        },
      ),
    );
  }

  onCommitted(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  liveTrees(): readonly TreeId[] {
    return this.#residents.live().map((owner) => owner.treeId);
  }

  widestLevel(treeId: TreeId): { readonly depth: number; readonly agents: number } | null {
    const levels = this.#residents.get(treeId)?.state.levels ?? [];
    return levels.reduce<{ readonly depth: number; readonly agents: number } | null>(
      (widest, { agents }, depth) => (agents > (widest?.agents ?? 0) ? { depth, agents } : widest),
      null,
    );
  }

  owner(treeId: TreeId): TreeOwner | undefined {
    return this.#residents.get(treeId);
  }

  stats(): HostStats {
    const live = this.#residents.live();
    return {
      ...this.#writer.stats(),
      ...this.#residents.counts,
      live: live.length,
      waiting: this.#residents.parkedCount,
      calls: live.reduce((sum, owner) => sum + owner.callsInFlight, 0),
      stale: this.#stale,
    };
  }

  async breakersChanged(): Promise<void> {
    await this.#breakers?.refresh();
  }

  workflowChanged(slug: string): void {
    this.#workflows.forget(slug);
  }

  async stop({ timeoutMs = 25_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#stopping = true;
    this.#claiming?.stop();
    this.#closing?.stop();
    this.#collector?.stop();
    const quiet = Promise.all(this.#residents.live().map((owner) => owner.quiesce()));
    await Promise.race([quiet, sleep(timeoutMs, undefined, { ref: false })]);
    this.#letGo();
    await this.#lease?.end();
  }

  vanish(): void {
    this.#stopping = true;
    this.#claiming?.stop();
    this.#closing?.stop();
    this.#collector?.stop();
    this.#lease?.vanish();
    this.#letGo();
  }

  #letGo(): void {
    this.#breakers?.stop();
    this.#ended.abort();
    this.#residents.dropAll("stopped");
    this.#writer.close();
  }

  #ownerServices(): ConstructorParameters<typeof Residents>[0]["services"] {
    const { executor, log, blobCacheBytes = 64 * 1024 * 1024 } = this.#options;
    const blobs = createBlobCache({
      maxBytes: blobCacheBytes,
      read: (hashes) => this.#persist(() => this.#store.readBlobs(hashes)),
    });
    const gated = this.#breakers?.gate(executor) ?? executor;
    const answers = createAnswerBook({
      blobs,
      summarise: createSummariser({ executor: gated, log, ended: this.#ended.signal }),
      pack: (hash, text) => this.#persist(() => this.#store.pack(hash, text)),
      inheritance: (name) => this.#options.inheritance?.(name),
      recovery: (name) => this.#options.recovery?.(name),
    });
    return {
      writer: this.#writer,
      executor: gated,
      blobs,
      clock: this.#clock,
      turns: createTurnBudget(),
      log,
      workflow: this.#workflows.lookup,
      answer: answers.lookup,
      load: async ({ workflows, blobs: hashes, questions = [] }, committed) => {
        await this.#workflows.load(workflows);
        const release = await blobs.load(hashes);
        if (!questions.some(touchesTheWorld) || (await committed())) await answers.load(questions);
        return release;
      },
      mayAct: () => this.#lease?.held() ?? false,
      onCommitted: (treeId, commit) => this.#announce(treeId, commit),
      onRefused: () => {
        this.#stale += 1;
      },
    };
  }

  #announce(treeId: TreeId, commit: Commit): void {
    this.#breakers?.note(treeId, commit, this.#residents.get(treeId)?.state);
    for (const listener of this.#listeners) {
      try {
        listener(treeId, commit);
      } catch (error) {
        this.#options.log.error({ treeId, error: String(error) }, "a listener of commits threw");
      }
    }
  }

  async #earlier({ idempotencyKey, requestHash }: StartRequest): Promise<Started | null> {
    if (idempotencyKey === undefined) return null;
    const tree = await this.#persist(() => this.#store.findByKey(idempotencyKey));
    return tree && { treeId: tree.id, existing: true, conflict: tree.requestHash !== (requestHash ?? null) };
  }

  #persist<T>(act: () => Promise<T>): Promise<T> {
    return retrying(act, { signal: this.#ended.signal, retryable: isTransient });
  }
}
