import { isUniqueViolation, type Sql } from "../client.ts";
import type { RunRecord } from "../rows.ts";
import { appendStatement } from "./append-statement.ts";
import type { AuditEntry } from "./insert-audit.ts";

/** What an append sets in its tree's row. Instants are milliseconds since the epoch. */
export type TreeHeader = {
  readonly status: string;
  /** When the tree wants an owner if it has none; `null` = only a command wakes it. */
  readonly nextWakeAt: number | null;
  readonly runs: number;
  readonly failedRuns: number;
  readonly deepest: number;
  readonly tokens: number;
  readonly costUsd: number;
  readonly failure: string | null;
  /** Set = the tree ended: it loses its owner. */
  readonly endedAt: number | null;
};

/** Facts of a new tree, written with its first events. */
export type TreeCreation = {
  readonly slug: string;
  readonly revision: number | null;
  readonly maxDepth: number;
  readonly maxRuns: number;
  readonly idempotencyKey: string | null;
  readonly requestHash: string | null;
  /** Name and id of who starts it. */
  readonly createdBy: string;
  readonly createdById: string;
  /** Of its root run. */
  readonly label: string | null;
  readonly startedAt: number;
  readonly maxAgents: number | null;
  readonly timeoutMs: number | null;
  readonly demo: boolean;
  /** Another tree started it. */
  readonly origin?: {
    readonly treeId: string;
    readonly run: number;
    readonly node: string;
    readonly closePolicy: string;
  };
  /** It repeats part of an earlier run. */
  readonly fork?: { readonly from: string; readonly node: string };
  /** It is a tree of the past: it counts as created when it started. */
  readonly backdated?: boolean;
  /** Owner from the start; `null` = the next claim takes it. */
  readonly workerId: string | null;
};

/** Header of a run that the batch starts. Whether it asks a person follows from the rest. */
export type RunHeader = Omit<RunRecord, "treeId" | "asks">;
/** All fields of a run's header that can change. */
export type RunChange = Pick<
  RunRecord,
  | "no"
  | "status"
  | "activeNode"
  | "retries"
  | "parked"
  | "tokens"
  | "costUsd"
  | "failure"
  | "notes"
  | "endedSeq"
  | "endedAt"
>;

/** Events `firstSeq..lastSeq` of one tree and what they changed. */
export type AppendEntry = {
  readonly treeId: string;
  readonly epoch: number;
  /** Last seq before this entry: `firstSeq − 1`, and 0 for a new tree. */
  readonly expectedHead: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** As `event-text.ts` writes them. */
  readonly events: string;
  readonly header: TreeHeader;
  /**
   * Of what the rows of trees and runs hold nothing changed, so that they are left as they are: `header` is not written,
   * and there are no `newRuns` and `changedRuns`.
   */
  readonly onlyEvents?: boolean;
  readonly create?: TreeCreation;
  /** Runs that started in these events, as they are after them. */
  readonly newRuns: readonly RunHeader[];
  /** Runs that were known before and changed; none of `newRuns`. */
  readonly changedRuns: readonly RunChange[];
  readonly blobs: readonly {
    readonly hash: string;
    readonly bytes: number;
    readonly text: string;
    /** Put as an entry of a context. */
    readonly context?: true;
  }[];
  /** Written with the events or not at all. */
  readonly audits?: readonly AuditEntry[];
  /** The events only take the tree over again (`TreeRecovered`, re-deliveries): `crashes` stays. */
  readonly recovery?: boolean;
  /** Its status is the one that this owner wrote last, so that there is nothing to tell the workspace. */
  readonly sameStatus?: boolean;
  /** The workspace is not told: it is about the past, or somebody tells it at once for many. */
  readonly quiet?: boolean;
};

/** `fenced`: another owner has the tree, or its head moved on. `duplicate`: the tree or its idempotency key exists. */
export type AppendRefusal = { readonly treeId: string; readonly reason: "fenced" | "duplicate" };
export type AppendResult = {
  readonly written: ReadonlySet<string>;
  readonly refused: readonly AppendRefusal[];
};

/** Bounds of one statement; a larger batch goes in several, each atomic per tree. */
const CHUNK = { entries: 500, rows: 20_000, characters: 32 * 1024 * 1024 } as const;

/**
 * Appends to many trees at once, each one whole or not at all; a refused tree does not touch the others.
 * One round trip and one commit (outside a transaction) unless the batch is very large. A tree may stand in
 * it once. When it throws, the outcome is unknown for every tree: ask `hasEntry`.
 */
export async function appendBatch(sql: Sql, entries: readonly AppendEntry[]): Promise<AppendResult> {
  if (new Set(entries.map((entry) => entry.treeId)).size !== entries.length) {
    throw new Error("A batch names the same tree twice; merge its events into one entry.");
  }
  const written = new Set<string>();
  for (const chunk of chunksOf(entries)) {
    for (const row of await orFenced(chunk, orExisting(sql, chunk))) written.add(row.id);
  }
  const refused = entries.filter((entry) => !written.has(entry.treeId));
  return {
    written,
    refused: refused.map(({ treeId, create }) => ({ treeId, reason: create ? "duplicate" : "fenced" })),
  };
}

/**
 * Ids are new and most starts have no key, so PostgreSQL is asked to look for trees that exist only where there is one,
 * or where it has just found one: an earlier try of this very append whose answer was lost.
 */
async function orExisting(sql: Sql, entries: readonly AppendEntry[]): Promise<{ id: string }[]> {
  if (entries.some(({ create }) => create && create.idempotencyKey !== null))
    return await appendStatement(sql, entries, true);
  return await appendStatement(sql, entries, false).catch((error: unknown) => {
    if (isUniqueViolation(error) && entries.some(({ create }) => create))
      return appendStatement(sql, entries, true);
    throw error;
  });
}

/** An owner that has lost its tree may still have written the next seq while the tree was claimed: it was there first. */
function orFenced<Row>(entries: readonly AppendEntry[], rows: Promise<Row[]>): Promise<Row[]> {
  return entries.length > 1
    ? rows
    : rows.catch((error: unknown) => {
        if (isUniqueViolation(error, "journal_tree_id_first_seq_pk")) return [];
        throw error;
      });
}

function* chunksOf(entries: readonly AppendEntry[]): Generator<readonly AppendEntry[]> {
  let chunk: AppendEntry[] = [];
  let rows = 0;
  let characters = 0;
  for (const entry of entries) {
    const entryRows = entry.newRuns.length + entry.changedRuns.length + entry.blobs.length;
    const entryCharacters = entry.blobs.reduce((sum, blob) => sum + blob.text.length, entry.events.length);
    const full =
      chunk.length >= CHUNK.entries ||
      rows + entryRows > CHUNK.rows ||
      characters + entryCharacters > CHUNK.characters;
    if (full && chunk.length > 0) {
      yield chunk;
      chunk = [];
      rows = 0;
      characters = 0;
    }
    chunk.push(entry);
    rows += entryRows;
    characters += entryCharacters;
  }
  if (chunk.length > 0) yield chunk;
}
