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
  /** What became of it. Called once, in the order of the commits, and must not throw. */
  readonly settled: (outcome: AppendOutcome) => void;
  /** Instead of `settled`: the database refuses the entry for a reason that repeating cannot cure. */
  readonly failed: (error: unknown) => void;
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
  readonly store: Pick<Store, "append" | "has">;
  readonly log: Log;
  readonly maxFlushBytes?: number;
};

type Taken = { readonly source: BatchSource; readonly entry: AppendEntry };

/**
 * A flush takes `entries` at most, and while one is in flight a second one starts where `worthASecond` trees wait: of
 * 500 trees in step, some decide while others are being committed, so that neither Node nor PostgreSQL waits for the
 * other. Few trees share one flush, which is the cheapest for them.
 */
const FLIGHT = { entries: 250, most: 2, worthASecond: 64 } as const;

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
  /** Trees of which events are being committed, and what follows those: it goes after them, and no flush looks at it. */
  readonly #inFlight = new Map<TreeId, BatchSource[] | null>();
  #queue: BatchSource[] = [];
  #flights = 0;
  #scheduled = false;

  constructor({ store, log, maxFlushBytes = 4 * 1024 * 1024 }: WriterOptions) {
    this.#store = store;
    this.#log = log;
    this.#maxBytes = maxFlushBytes;
  }

  /** Settles it later, never before it returns: callbacks and not promises, for each of these is one step of a chain. */
  append(source: BatchSource): void {
    if (this.#closing.signal.aborted) {
      queueMicrotask(() => source.settled("fenced"));
      return;
    }
    if (!this.#follows(source)) this.#queue.push(source);
    this.#schedule();
  }

  stats(): WriterStats {
    return { ...this.#counts };
  }

  /** Answers `fenced` to everything that is not in flight, and stops repeating what is. */
  close(): void {
    this.#closing.abort();
    const following = [...this.#inFlight.values()].flatMap((sources) => sources?.splice(0) ?? []);
    for (const source of [...this.#queue.splice(0), ...following]) source.settled("fenced");
  }

  /** After everything that follows from what has just arrived, so that all they decide rides along. */
  #schedule(): void {
    if (this.#scheduled || !this.#mayFlush()) return;
    this.#scheduled = true;
    process.nextTick(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  #mayFlush(): boolean {
    if (this.#flights === 0) return this.#queue.length > 0;
    return this.#flights < FLIGHT.most && this.#queue.length >= FLIGHT.worthASecond;
  }

  async #flush(): Promise<void> {
    const batch = this.#takeBatch();
    this.#flights += 1;
    // The rest of a long queue goes beside it.
    this.#schedule();
    crashPoint("beforeCommit");
    try {
      if (batch.length > 0) await this.#commit(batch);
    } catch (error) {
      if (batch.length > 1 && !isTransient(error)) await this.#commitOneByOne(batch);
      else for (const item of batch) this.#fail(item, error);
    }
    this.#flights -= 1;
    this.#schedule();
  }

  #takeBatch(): Taken[] {
    const batch: Taken[] = [];
    let bytes = 0;
    let seen = 0;
    for (const source of this.#queue) {
      if (bytes >= this.#maxBytes || batch.length >= FLIGHT.entries) break;
      seen += 1;
      if (this.#follows(source)) continue;
      const entry = source.take();
      if (entry === null) {
        source.settled("fenced");
        continue;
      }
      batch.push({ source, entry });
      this.#inFlight.set(entry.treeId, null);
      bytes += entry.events.length;
    }
    this.#queue = seen === this.#queue.length ? [] : this.#queue.slice(seen);
    return batch;
  }

  /** Of its tree something is being committed: it goes after that. */
  #follows(source: BatchSource): boolean {
    const following = this.#inFlight.get(source.treeId);
    if (following === undefined) return false;
    if (following) following.push(source);
    else this.#inFlight.set(source.treeId, [source]);
    return true;
  }

  /**
   * One entry that the database refuses must not fail the trees that happened to share its flush. A large flush goes in
   * several statements, so a part of it may be durable already.
   */
  async #commitOneByOne(batch: readonly Taken[]): Promise<void> {
    for (const item of batch)
      await this.#commit([item], true).catch((error: unknown) => this.#fail(item, error));
  }

  /** @param repeated Whether some of it may have been written before. */
  async #commit(batch: readonly Taken[], repeated = false): Promise<void> {
    const entries = batch.map((item) => item.entry);
    let unsure = repeated;
    const { written, refused } = await this.#repeat(
      async () => {
        if (unsure) this.#counts.unknownOutcomes += 1;
        return this.#store.append(unsure ? await this.#notYetWritten(entries) : entries);
      },
      (error, tries) => {
        unsure = true;
        if (tries === 1) this.#log.warn({ error: String(error) }, "cannot write the journal; repeating");
      },
    );
    this.#counts.flushes += 1;
    const reasons = new Map(refused.map(({ treeId, reason }) => [treeId, reason]));
    const ours = unsure ? await this.#alsoWritten(entries, written) : written;
    for (const item of batch) {
      const { treeId } = item.entry;
      this.#settle(item, ours.has(treeId) ? "committed" : (reasons.get(treeId) ?? "fenced"));
    }
  }

  /** After a lost answer a refusal may be our own earlier write. All are asked for before any is settled: asking may fail. */
  async #alsoWritten(
    entries: readonly AppendEntry[],
    written: ReadonlySet<TreeId>,
  ): Promise<ReadonlySet<TreeId>> {
    const ours = new Set(written);
    for (const entry of entries)
      if (!ours.has(entry.treeId) && (await this.#repeat(() => this.#store.has(entry))))
        ours.add(entry.treeId);
    return ours;
  }

  #repeat<T>(
    act: () => Promise<T>,
    onRetry: (error: unknown, tries: number) => void = () => undefined,
  ): Promise<T> {
    return retrying(act, { signal: this.#closing.signal, retryable: isTransient, onRetry });
  }

  async #notYetWritten(entries: readonly AppendEntry[]): Promise<AppendEntry[]> {
    const left: AppendEntry[] = [];
    for (const entry of entries) if (!(await this.#store.has(entry))) left.push(entry);
    return left;
  }

  #settle(item: Taken, outcome: AppendOutcome): void {
    this.#landed(item);
    if (outcome === "committed") {
      this.#counts.rows += 1;
      this.#counts.events += item.entry.lastSeq - item.entry.firstSeq + 1;
    } else this.#counts.refusals += 1;
    item.source.settled(outcome);
  }

  #fail(item: Taken, error: unknown): void {
    this.#landed(item);
    if (this.#closing.signal.aborted) item.source.settled("fenced");
    else item.source.failed(error);
  }

  #landed({ entry: { treeId } }: Taken): void {
    const following = this.#inFlight.get(treeId);
    if (following) this.#queue.push(...following);
    this.#inFlight.delete(treeId);
  }
}
