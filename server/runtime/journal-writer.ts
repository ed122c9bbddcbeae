import { randomUUID } from "node:crypto";
import type { AppendEntry } from "#db/queries/append-batch";
import type { TreeId } from "#server/engine/ids";
import { crashPoint } from "./crash-point.ts";
import type { Log } from "./log.ts";
import { retrying } from "./retrying.ts";
import type { Store } from "./store.ts";

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
  /** Rows that the fence refused. */
  readonly refusals: number;
  /** Commits whose outcome had to be looked up. */
  readonly unknownOutcomes: number;
};

export type JournalWriter = {
  /** Rejects only when the database refuses this entry for a reason that repeating cannot cure. */
  readonly append: (source: BatchSource) => Promise<AppendOutcome>;
  readonly stats: () => WriterStats;
  /** Answers `fenced` to everything that is not in flight, and stops repeating what is. */
  readonly close: () => void;
};

export type WriterOptions = {
  readonly store: Pick<Store, "append" | "readHead">;
  readonly transient: (error: unknown) => boolean;
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
export function createJournalWriter(options: WriterOptions): JournalWriter {
  const { store, log } = options;
  const maxBytes = options.maxFlushBytes ?? 4 * 1024 * 1024;
  const closing = new AbortController();
  const counts = { flushes: 0, rows: 0, events: 0, refusals: 0, unknownOutcomes: 0 };
  let queue: Pending[] = [];
  let flushing = false;

  /** After the callbacks of this turn, so that everything they decide rides along. */
  function schedule(): void {
    if (flushing || queue.length === 0) return;
    flushing = true;
    setImmediate(() => void flush().finally(flushed));
  }

  function flushed(): void {
    flushing = false;
    schedule();
  }

  async function flush(): Promise<void> {
    const batch = takeBatch();
    if (batch.length === 0) return;
    crashPoint("beforeCommit");
    try {
      await commit(batch);
    } catch (error) {
      if (batch.length === 1 || options.transient(error)) for (const item of batch) fail(item, error);
      else await commitOneByOne(batch);
    }
  }

  function takeBatch(): Taken[] {
    const batch: Taken[] = [];
    let bytes = 0;
    let index = 0;
    for (; index < queue.length && bytes < maxBytes; index += 1) {
      const pending = queue[index];
      const entry = pending?.source.take() ?? null;
      if (!pending) continue;
      if (entry === null) pending.resolve("fenced");
      else {
        batch.push({ ...pending, entry });
        bytes += entry.events.length;
      }
    }
    queue = queue.slice(index);
    return batch;
  }

  /** One entry that the database refuses must not fail the trees that happened to share its flush. */
  async function commitOneByOne(batch: readonly Taken[]): Promise<void> {
    for (const item of batch) await commit([item]).catch((error: unknown) => fail(item, error));
  }

  async function commit(batch: readonly Taken[]): Promise<void> {
    const batchId = randomUUID();
    const entries = batch.map((item) => item.entry);
    let unsure = false;
    const { written, refused } = await repeated(
      async () => {
        if (unsure) counts.unknownOutcomes += 1;
        const left = unsure ? await notYetWritten(batchId, entries) : entries;
        return store.append({ batchId, entries: left });
      },
      (error, tries) => {
        unsure = true;
        if (tries === 1)
          log.warn({ error: String(error), rows: entries.length }, "cannot write the journal; repeating");
      },
    );
    counts.flushes += 1;
    const reasons = new Map(refused.map(({ treeId, reason }) => [treeId, reason]));
    for (const item of batch) {
      const { treeId } = item.entry;
      // After a lost answer a refusal may be our own earlier write: the head's batch tells.
      const ours = written.has(treeId) || (unsure && (await repeated(() => headIs(batchId, treeId))));
      settle(item, ours ? "committed" : (reasons.get(treeId) ?? "fenced"));
    }
  }

  function repeated<T>(act: () => Promise<T>, onRetry?: (error: unknown, tries: number) => void): Promise<T> {
    const limits = { signal: closing.signal, retryable: options.transient };
    return retrying(act, onRetry ? { ...limits, onRetry } : limits);
  }

  async function notYetWritten(batchId: string, entries: readonly AppendEntry[]): Promise<AppendEntry[]> {
    const left: AppendEntry[] = [];
    for (const entry of entries) if (!(await headIs(batchId, entry.treeId))) left.push(entry);
    return left;
  }

  async function headIs(batchId: string, treeId: TreeId): Promise<boolean> {
    return (await store.readHead(treeId))?.batchId === batchId;
  }

  function settle(item: Taken, outcome: AppendOutcome): void {
    if (outcome === "committed") {
      counts.rows += 1;
      counts.events += item.entry.lastSeq - item.entry.firstSeq + 1;
    } else counts.refusals += 1;
    item.resolve(outcome);
  }

  function fail(item: Taken, error: unknown): void {
    if (closing.signal.aborted) item.resolve("fenced");
    else item.reject(error);
  }

  return {
    append: (source) =>
      new Promise((resolve, reject) => {
        if (closing.signal.aborted) return resolve("fenced");
        queue.push({ source, resolve, reject });
        schedule();
      }),
    stats: () => ({ ...counts }),
    close: () => {
      closing.abort();
      for (const pending of queue.splice(0)) pending.resolve("fenced");
    },
  };
}
