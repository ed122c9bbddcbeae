import { randomUUID } from "node:crypto";
import type { AppendEntry } from "#db/queries/append-batch";
import type { TreeId } from "#server/engine/ids";
import { crashPoint } from "./crash-point.ts";
import type { Log } from "./log.ts";
import { retrying } from "./retrying.ts";
import type { Store } from "./store.ts";
import { isTransient } from "./transient.ts";

/**
 * `committed`: durable. `fenced`: another owner has the tree, nothing was written.
 * `duplicate`: the idempotency key of this new tree is taken, nothing was written.
 */
export type AppendOutcome = "committed" | "fenced" | "duplicate";

/** A tree with events to write. */
export type BatchSource = {
  readonly treeId: TreeId;
  /** Called once, when the flush starts, so that everything gathered until then rides in one row. `null` = no longer wanted. */
  readonly take: () => AppendEntry | null;
};

export type WriterStats = {
  readonly flushes: number;
  readonly rows: number;
  readonly events: number;
  /** Rows that the fence or an idempotency key refused. */
  readonly refusals: number;
  /** Commits whose outcome had to be looked up. */
  readonly unknownOutcomes: number;
};

export type WriterOptions = {
  readonly store: Pick<Store, "append" | "readHead">;
  readonly log: Log;
  readonly maxFlushBytes?: number;
};

type Pending = {
  readonly source: BatchSource;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
};
type Taken = Pending & { readonly entry: AppendEntry };

/**
 * One per process. While a commit is in flight the events of all trees gather; the next flush starts when it returns.
 * There is no timer: batches form by themselves under load.
 */
export class JournalWriter {
  readonly #store: WriterOptions["store"];
  readonly #log: Log;
  readonly #maxBytes: number;
  readonly #closing = new AbortController();
  readonly #counts = { flushes: 0, rows: 0, events: 0, refusals: 0, unknownOutcomes: 0 };
  #queue: Pending[] = [];
  #flushing = false;

  constructor({ store, log, maxFlushBytes = 4 * 1024 * 1024 }: WriterOptions) {
    this.#store = store;
    this.#log = log;
    this.#maxBytes = maxFlushBytes;
  }

  /** Rejects only when the database refuses this entry for a reason that repeating cannot cure. */
  append(source: BatchSource): Promise<AppendOutcome> {
    if (this.#closing.signal.aborted) return Promise.resolve("fenced");
    return new Promise((resolve, reject) => {
      this.#queue.push({ source, resolve, reject });
      this.#schedule();
    });
  }

  stats(): WriterStats {
    return { ...this.#counts };
  }

  /** Answers `fenced` to everything that is not in flight, and stops repeating what is. */
  close(): void {
    this.#closing.abort();
    for (const pending of this.#queue.splice(0)) pending.resolve("fenced");
  }

  /** After the callbacks of this turn, so that everything they decide rides along. */
  #schedule(): void {
    if (this.#flushing || this.#queue.length === 0) return;
    this.#flushing = true;
    setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    const batch = this.#takeBatch();
    const batchId = randomUUID();
    crashPoint("beforeCommit");
    try {
      if (batch.length > 0) await this.#commit(batchId, batch);
    } catch (error) {
      if (batch.length > 1 && !isTransient(error)) await this.#commitOneByOne(batchId, batch);
      else for (const item of batch) this.#fail(item, error);
    }
    this.#flushing = false;
    this.#schedule();
  }

  #takeBatch(): Taken[] {
    const batch: Taken[] = [];
    let bytes = 0;
    let taken = 0;
    for (const pending of this.#queue) {
      if (bytes >= this.#maxBytes) break;
      taken += 1;
      const entry = pending.source.take();
      if (entry === null) pending.resolve("fenced");
      else batch.push({ ...pending, entry });
      bytes += entry?.events.length ?? 0;
    }
    this.#queue = this.#queue.slice(taken);
    return batch;
  }

  /**
   * One entry that the database refuses must not fail the trees that happened to share its flush. A large flush goes in
   * several statements, so a part of it may be durable already.
   */
  async #commitOneByOne(batchId: string, batch: readonly Taken[]): Promise<void> {
    for (const item of batch)
      await this.#commit(batchId, [item], true).catch((error: unknown) => this.#fail(item, error));
  }

  /** @param repeated Whether some of it may have been written under this `batchId` before. */
  async #commit(batchId: string, batch: readonly Taken[], repeated = false): Promise<void> {
    const entries = batch.map((item) => item.entry);
    let unsure = repeated;
    const { written, refused } = await this.#repeat(
      async () => {
        if (unsure) this.#counts.unknownOutcomes += 1;
        const left = unsure ? await this.#notYetWritten(batchId, entries) : entries;
        return this.#store.append({ batchId, entries: left });
      },
      (error, tries) => {
        unsure = true;
        if (tries === 1) this.#log.warn({ error: String(error) }, "cannot write the journal; repeating");
      },
    );
    this.#counts.flushes += 1;
    const reasons = new Map(refused.map(({ treeId, reason }) => [treeId, reason]));
    for (const item of batch) {
      const { treeId } = item.entry;
      // After a lost answer a refusal may be our own earlier write: the head's batch tells.
      const ours =
        written.has(treeId) || (unsure && (await this.#repeat(() => this.#headIs(batchId, treeId))));
      this.#settle(item, ours ? "committed" : (reasons.get(treeId) ?? "fenced"));
    }
  }

  #repeat<T>(
    act: () => Promise<T>,
    onRetry: (error: unknown, tries: number) => void = () => undefined,
  ): Promise<T> {
    return retrying(act, { signal: this.#closing.signal, retryable: isTransient, onRetry });
  }

  async #notYetWritten(batchId: string, entries: readonly AppendEntry[]): Promise<AppendEntry[]> {
    const left: AppendEntry[] = [];
    for (const entry of entries) if (!(await this.#headIs(batchId, entry.treeId))) left.push(entry);
    return left;
  }

  async #headIs(batchId: string, treeId: TreeId): Promise<boolean> {
    return (await this.#store.readHead(treeId))?.batchId === batchId;
  }

  #settle(item: Taken, outcome: AppendOutcome): void {
    if (outcome === "committed") {
      this.#counts.rows += 1;
      this.#counts.events += item.entry.lastSeq - item.entry.firstSeq + 1;
    } else this.#counts.refusals += 1;
    item.resolve(outcome);
  }

  #fail(item: Taken, error: unknown): void {
    if (this.#closing.signal.aborted) item.resolve("fenced");
    else item.reject(error);
  }
}
