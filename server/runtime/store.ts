import { hostname } from "node:os";
import type { Database } from "#db/client";
import { eventsIn } from "#db/event-text";
import { packText } from "#db/packed";
import { type AppendEntry, type AppendResult, appendBatch } from "#db/queries/append-batch";
import { type ClaimedTree, claimTree, claimTrees } from "#db/queries/claim-trees";
import { type Collected, type Collecting, collectBlobs } from "#db/queries/collect-blobs";
import { databaseNow } from "#db/queries/database-now";
import { deleteSnapshot } from "#db/queries/delete-snapshot";
import { listOrphans } from "#db/queries/detached-trees";
import { disownTrees } from "#db/queries/disown-trees";
import { getBlobs } from "#db/queries/get-blobs";
import { getPublished, getRevision } from "#db/queries/get-revision";
import { findTreeByKey, getTree } from "#db/queries/get-tree";
import { hasEntry } from "#db/queries/has-entry";
import { heartbeatWorker } from "#db/queries/heartbeat-worker";
import { type AuditEntry, insertAudit } from "#db/queries/insert-audit";
import { loadSnapshot, type Snapshot } from "#db/queries/load-snapshot";
import { packBlob } from "#db/queries/pack-blob";
import { quarantineTree, requeueTree } from "#db/queries/quarantine-tree";
import { readHead, type TreeHead } from "#db/queries/read-head";
import { type JournalPage, readJournal } from "#db/queries/read-journal";
import { readShortJournals } from "#db/queries/read-short-journals";
import { registerWorker } from "#db/queries/register-worker";
import { retireOthers, retireWorker } from "#db/queries/retire-worker";
import { type SnapshotSave, saveSnapshot } from "#db/queries/save-snapshot";
import { type CrashCount, clearCrashes, holdSuspects, trySuspect } from "#db/queries/suspect-trees";
import type { TreeRecord } from "#db/rows";
import type { BoundGraph, Graph } from "#server/engine/graph/graph";
import type { EpochMs, TreeId } from "#server/engine/ids";
import type { Event } from "#server/engine/run/events";
import type { Blob } from "#server/engine/values/json";

/** The right to append to a tree. */
export type Claim = { readonly treeId: TreeId; readonly epoch: number };

/** Its rows, whose text is not looked into yet. */
export type ShortJournal = readonly JournalPage[];

/** What the host needs of the database: the queries of `db/queries`, bound to a pool. Tests wrap it to inject faults. */
export type Store = {
  /** Opens the connections that the first appends would wait for. Rejects when that fails, which the first use tells better. */
  readonly connect: () => Promise<void>;
  readonly append: (entries: readonly AppendEntry[]) => Promise<AppendResult>;
  /** Whether an entry was written of which no answer came. */
  readonly has: (entry: AppendEntry) => Promise<boolean>;
  readonly readHead: (treeId: TreeId) => Promise<TreeHead | null>;
  /** Events after `seq`, in order, a page at a time. */
  readonly readEvents: (treeId: TreeId, after: number) => AsyncIterable<readonly Event[]>;
  /** Whole journals of those of the trees that have a short one and no snapshot. */
  readonly readShort: (treeIds: readonly TreeId[]) => Promise<ReadonlyMap<TreeId, ShortJournal>>;
  readonly readBlobs: (hashes: readonly string[]) => Promise<readonly Blob[]>;
  /** What is published of it, or that revision. */
  readonly readWorkflow: (slug: string, revision: number | null) => Promise<BoundGraph | null>;
  readonly loadSnapshot: (treeId: TreeId) => Promise<Snapshot | null>;
  readonly saveSnapshot: (snapshot: SnapshotSave) => Promise<boolean>;
  readonly deleteSnapshot: (treeId: TreeId) => Promise<void>;
  readonly claimDue: (workerId: string, limit: number) => Promise<readonly ClaimedTree[]>;
  readonly claim: (workerId: string, treeId: TreeId) => Promise<ClaimedTree | null>;
  /** Gives up the worker's trees but these. */
  readonly disown: (workerId: string, known: readonly TreeId[]) => Promise<number>;
  readonly readTree: (treeId: TreeId) => Promise<TreeRecord | null>;
  readonly findByKey: (idempotencyKey: string) => Promise<TreeRecord | null>;
  /** Open detached trees whose parent has ended, and which do not go on without it. */
  readonly orphans: (known: readonly TreeId[], limit: number) => ReturnType<typeof listOrphans>;
  /** Their owner's end counts no crash of these until `trySuspect`. */
  readonly holdSuspects: (claims: readonly Claim[], count: CrashCount) => Promise<void>;
  readonly trySuspect: (claim: Claim, crashes: number) => Promise<void>;
  readonly clearCrashes: (claim: Claim) => Promise<void>;
  readonly quarantine: (claim: Claim, failure: string) => Promise<boolean>;
  readonly requeue: (treeId: TreeId, audit?: AuditEntry) => Promise<boolean>;
  readonly registerWorker: (workerId: string, leaseMs: number) => Promise<void>;
  readonly heartbeat: (workerId: string, leaseMs: number) => Promise<boolean>;
  readonly retireWorker: (workerId: string) => Promise<void>;
  readonly retireOthers: (workerId: string) => Promise<void>;
  readonly now: () => Promise<EpochMs>;
  /** Keeps a value packed; gives its bytes in the store. */
  readonly pack: (hash: string, text: string) => Promise<number>;
  readonly collect: (collecting: Collecting) => Promise<Collected>;
};

/** Without a connection for the journal, appends go through the pool. */
export type StoreDatabase = Pick<Database, "sql"> & Partial<Pick<Database, "journal" | "journalBeside">>;

export function createStore(db: StoreDatabase): Store {
  const { sql, journal = sql, journalBeside = journal } = db;
  const lanes = [journal, journalBeside].map((lane) => ({ lane, appends: 0 }));
  return {
    connect: async () => {
      await Promise.all(lanes.map(({ lane }) => lane`select 1`));
    },
    append: async (entries) => {
      const free = lanes.find(({ appends }) => appends === 0) ?? { lane: journal, appends: 0 };
      free.appends += 1;
      try {
        return await appendBatch(free.lane, entries);
      } finally {
        free.appends -= 1;
      }
    },
    has: (entry) => hasEntry(sql, entry),
    readHead: (treeId) => readHead(sql, treeId),
    readEvents: (treeId, after) => eventsAfter(db, treeId, after),
    readShort: (treeIds) => readShortJournals(sql, treeIds),
    readBlobs: async (hashes) => [...(await getBlobs(sql, hashes))].map(toBlob),
    readWorkflow: (slug, revision) => boundRevision(db, slug, revision),
    loadSnapshot: (treeId) => loadSnapshot(db, treeId),
    saveSnapshot: (snapshot) => saveSnapshot(sql, snapshot),
    deleteSnapshot: (treeId) => deleteSnapshot(sql, treeId),
    claimDue: (workerId, limit) => claimTrees(sql, { workerId, limit }),
    claim: (workerId, treeId) => claimTree(sql, { workerId, treeId }),
    disown: (workerId, known) => disownTrees(sql, { workerId, known }),
    readTree: (treeId) => getTree(sql, treeId),
    findByKey: (key) => findTreeByKey(sql, key),
    orphans: (known, limit) => listOrphans(sql, { known, limit }),
    holdSuspects: (claims, count) => holdSuspects(sql, { claims, ...count }),
    trySuspect: (claim, crashes) => trySuspect(sql, { ...claim, crashes }),
    clearCrashes: (claim) => clearCrashes(sql, claim),
    quarantine: ({ treeId, epoch }, failure) => quarantineTree(sql, { treeId, epoch, failure }),
    requeue: (treeId, audit) =>
      sql.begin(async (tx) => {
        const requeued = await requeueTree(tx, treeId);
        if (requeued && audit) await insertAudit(tx, audit);
        return requeued;
      }),
    registerWorker: async (id, leaseMs) => {
      await registerWorker(sql, { id, host: hostname(), pid: process.pid, leaseMs });
    },
    heartbeat: (id, leaseMs) => heartbeatWorker(sql, { id, leaseMs }),
    retireWorker: async (workerId) => {
      await retireWorker(sql, workerId);
    },
    retireOthers: async (workerId) => {
      await retireOthers(sql, workerId);
    },
    now: () => databaseNow(sql),
    pack: async (hash, text) => {
      const packed = await packText(text);
      await packBlob(sql, { hash, bytes: Buffer.byteLength(text), packed });
      return packed.length;
    },
    collect: (collecting) => collectBlobs(sql, collecting),
  };
}

const PAGE = { limitRows: 500, limitBytes: 8 * 1024 * 1024 } as const;

async function* eventsAfter(
  { sql }: Pick<Database, "sql">,
  treeId: TreeId,
  after: number,
): AsyncGenerator<readonly Event[]> {
  let seq = after;
  for (;;) {
    const rows = await readJournal(sql, treeId, { afterSeq: seq, ...PAGE });
    let bytes = 0;
    for (const row of rows) {
      bytes += Buffer.byteLength(row.events);
      const events = eventsIn(row.events);
      yield row.firstSeq > seq ? events : events.slice(seq - row.firstSeq + 1);
      seq = row.lastSeq;
    }
    // A page with room left was the last one.
    if (rows.length < PAGE.limitRows && bytes < PAGE.limitBytes) return;
  }
}

async function boundRevision(
  { sql }: Pick<Database, "sql">,
  slug: string,
  asked: number | null,
): Promise<BoundGraph | null> {
  const found =
    asked === null ? (await getPublished(sql, slug))?.revision : await getRevision(sql, slug, asked);
  if (!found) return null;
  const { hash, revision, graph } = found;
  return { hash, slug, revision, graph: JSON.parse(graph) as Graph };
}

function toBlob([hash, text]: [string, string]): Blob {
  return { hash, text, bytes: Buffer.byteLength(text) };
}
