import { setTimeout as pause } from "node:timers/promises";
import { type Database, openDatabase } from "#db/client";
import { type AppendEntry, appendBatch } from "#db/queries/append-batch";
import { ensureIncarnation } from "#db/queries/settings";
import { createClock } from "#server/runtime/clock";
import { takeLease } from "#server/runtime/lease";
import { createStore } from "#server/runtime/store";

const SILENT = { info: () => {}, warn: () => {}, error: () => {} };

/** When events up to `seq` were committed, by this machine's clock. */
export type Commit = { readonly seq: number; readonly at: number };

/** A worker of another process: it owns the trees that it begins, and the server only reads along. */
export type Writer = {
  readonly incarnation: string;
  /** Writes entries as fast as they go. */
  readonly write: (entries: readonly AppendEntry[]) => Promise<void>;
  /** Writes entries one by one, so that `perSecond` events are committed in a second. */
  readonly pace: (entries: readonly AppendEntry[], perSecond: number) => Promise<readonly Commit[]>;
  readonly end: () => Promise<void>;
};

export async function openWriter(url: string): Promise<Writer> {
  const db = openDatabase({ url, max: 2, applicationName: "bench" });
  const lease = await takeLease({
    store: createStore(db),
    clock: createClock(),
    log: SILENT,
    leaseMs: 15_000,
    heartbeatMs: 3_000,
    onLost: () => undefined,
    onRegained: () => undefined,
  });
  return {
    incarnation: await ensureIncarnation(db.sql),
    write: async (entries) => {
      for (const entry of entries) await append(db, owned(entry, lease.workerId()));
    },
    pace: async (entries, perSecond) => {
      const commits: Commit[] = [];
      const first = entries[0]?.firstSeq ?? 1;
      const startedAt = performance.now();
      for (const entry of entries) {
        const due = startedAt + ((entry.lastSeq - first + 1) / perSecond) * 1_000;
        const wait = due - performance.now();
        if (wait > 0) await pause(wait);
        await append(db, entry);
        commits.push({ seq: entry.lastSeq, at: Date.now() });
      }
      return commits;
    },
    end: async () => {
      await lease.end();
      await db.close();
    },
  };
}

function owned(entry: AppendEntry, workerId: string): AppendEntry {
  return entry.create ? { ...entry, create: { ...entry.create, workerId } } : entry;
}

async function append({ sql }: Pick<Database, "sql">, entry: AppendEntry): Promise<void> {
  const { refused } = await appendBatch(sql, [entry]);
  if (refused.length > 0) throw new Error(`The recorded tree was refused: ${JSON.stringify(refused)}`);
}
